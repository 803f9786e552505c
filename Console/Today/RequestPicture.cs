using System.Diagnostics;

namespace OperatorsConsole.Today;

/// <summary>What became of the requests that were asked in one part of a span.</summary>
public sealed record RequestSlot(DateTimeOffset From, int Granted, int Waiting, int Refused);

/// <summary>Why requests were refused, and how often.</summary>
public sealed record RefusalCount(string Reason, int Count);

/// <summary>What became of the requests of a span of time, by when they were asked.</summary>
/// <param name="Since">From when on all of them are counted: the span's begin, or later where more were asked than are read.</param>
public sealed record RequestPicture(DateTimeOffset From, DateTimeOffset Since, IReadOnlyList<RequestSlot> Slots, IReadOnlyList<RefusalCount> Refusals)
{
    public const string ByOperator = "rejected by an operator";
    public const string ByUser = "cancelled by its user";

    public bool IsWhole => Since <= From;

    /// <param name="newest">The newest first, as far back as they were read.</param>
    /// <param name="isAll">There are none before them.</param>
    /// <param name="slot">A part of an hour, or hours; the span ends with the one that now is in.</param>
    public static RequestPicture Of(IReadOnlyList<RewardRequest> newest, bool isAll, DateTimeOffset now, TimeSpan slot, int slots)
    {
        ArgumentNullException.ThrowIfNull(newest);
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % slot.Ticks), TimeSpan.Zero) - (slot * (slots - 1));
        var asked = newest.Where(request => request.CreatedAt >= from).ToLookup(request => (int)((request.CreatedAt - from).Ticks / slot.Ticks));
        return new RequestPicture(
            from,
            isAll || newest.Count == 0 || newest[^1].CreatedAt < from ? from : newest[^1].CreatedAt,
            [.. Enumerable.Range(0, slots).Select(index => SlotOf(from + (slot * index), asked[index]))],
            [
                .. asked.Where(group => group.Key < slots).SelectMany(group => group).Where(request => FateOf(request.Status) == Fate.Refused).GroupBy(ReasonOf)
                    .Select(group => new RefusalCount(group.Key, group.Count())).OrderByDescending(one => one.Count).ThenBy(one => one.Reason, StringComparer.Ordinal),
            ]);
    }

    private static RequestSlot SlotOf(DateTimeOffset from, IEnumerable<RewardRequest> asked)
    {
        var fates = asked.CountBy(request => FateOf(request.Status)).ToDictionary();
        return new RequestSlot(from, fates.GetValueOrDefault(Fate.Granted), fates.GetValueOrDefault(Fate.Waiting), fates.GetValueOrDefault(Fate.Refused));
    }

    /// <summary>What was granted and taken back later was granted.</summary>
    private static Fate FateOf(RequestStatus status) => status switch
    {
        RequestStatus.Fulfilled or RequestStatus.Revoked => Fate.Granted,
        RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Unknown => Fate.Waiting,
        RequestStatus.Rejected or RequestStatus.Failed or RequestStatus.Cancelled => Fate.Refused,
        _ => throw new UnreachableException(),
    };

    /// <summary>What the platform itself says is a code; a person's words are not for counting.</summary>
    private static string ReasonOf(RewardRequest request)
    {
        var last = request.Timeline.LastOrDefault(entry => entry.Status == request.Status);
        return last switch
        {
            { Actor: null or "system", Reason: { Length: > 0 } code } => code,
            { Status: RequestStatus.Cancelled } => ByUser,
            { Status: RequestStatus.Rejected } => ByOperator,
            _ => request.Status.ToString(),
        };
    }

    private enum Fate
    {
        Granted,
        Waiting,
        Refused,
    }
}
