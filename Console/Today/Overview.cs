using System.Net;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Today;

/// <summary>A request that waits for operators.</summary>
public sealed record Waiting(Guid Id, string Event, DateTimeOffset Since);

/// <summary>An event that can be requested now.</summary>
public sealed record OpenEvent(Guid Id, string Name, DateTimeOffset? Until);

/// <summary>A part of it, or why it is not there.</summary>
public sealed record Part<T>(T? Value, Fault? Fault);

/// <summary>The first requests that wait.</summary>
/// <param name="Count">How many wait; with More, as many as were counted.</param>
public sealed record WaitingRequests(IReadOnlyList<Waiting> Items, int Count, bool More);

/// <summary>What a day begins with. What stands beside the open events fails by itself.</summary>
/// <param name="Waiting">Null for who may not see it.</param>
/// <param name="Open">The first of them.</param>
/// <param name="More">There are more that are open.</param>
/// <param name="Unseen">What was looked through in part.</param>
/// <param name="Missed">Why not all was looked through for concerns.</param>
public sealed record Overview(
    Part<WaitingRequests>? Waiting, IReadOnlyList<OpenEvent> Open, bool More, IReadOnlyList<Concern> Concerns, IReadOnlyList<string> Unseen, Fault? Missed)
{
    /// <summary>With two questions each, as many as fit twice into what a user may ask in a minute.</summary>
    public const int MostEvents = 100;

    public const int MostRequests = 300;

    private const int PageSize = 100;
    private const int ShownWaiting = 10;
    private const int ShownOpen = 20;
    private const int AtOnce = 8;

    public static async Task<Overview> Load(MessagingClient client, Reader reader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reader);
        var mayChange = reader.May(Permission.EventsWrite);
        var open = await Newest(client.Events.List(active: true), MostEvents, cancellationToken);
        List<Part<List<Concern>>> concerns = [new([.. open.Items.Select(one => Concern.OfEnd(one, mayChange, now)).OfType<Concern>()], null)];
        List<string> unseen = open.NextCursor is null ? [] : [$"More events are open than the {Figure.Of(MostEvents)} newest, which were looked through."];
        foreach (var some in open.Items.Chunk(AtOnce))
        {
            concerns.AddRange(await Task.WhenAll(some.Select(one => Alone(() => OfEvent(client, reader, one, cancellationToken)))));
            if (concerns.Exists(part => part.Fault is { IsPassing: true }))
            {
                // The next would be answered no better, and each takes its time.
                break;
            }
        }

        Part<WaitingRequests>? waiting = null;
        if (reader.May(Permission.RequestsRead))
        {
            var pending = await Alone(() => Newest(client.Requests.List(status: RequestStatus.Pending), MostRequests, cancellationToken));
            var approved = await Alone(() => Newest(client.Requests.List(status: RequestStatus.Approved), MostRequests, cancellationToken));
            var others = await Alone(() => Others(client, pending.Value?.Items ?? [], open.Items, cancellationToken));
            var known = open.Items.Concat(others.Value ?? []).ToDictionary(one => one.Id);
            var auto = known.Values.Where(one => one.Approval == ApprovalMode.Auto).Select(one => one.Id).ToHashSet();
            concerns.Add(new(
                [.. Concern.OfStalled([.. pending.Value?.Items ?? [], .. approved.Value?.Items ?? []], auto, now)], pending.Fault ?? approved.Fault ?? others.Fault));
            unseen.AddRange(new[] { (Some: pending.Value, Are: "pending"), (Some: approved.Value, Are: "approved and not fulfilled") }
                .Where(one => one.Some?.NextCursor is not null)
                .Select(one => $"More requests are {one.Are} than the {Figure.Of(MostRequests)} newest, which were looked through."));
            waiting = new Part<WaitingRequests>(pending.Value is { } found ? ThatWait(found, known) : null, pending.Fault);
        }

        if (reader.May(Permission.OperationsWrite))
        {
            concerns.Add(await Alone(async () => Concern.OfDeadLetters(
                (await client.Operations.DeadLetters().Page(PageSize, cancellationToken: cancellationToken)).Items, reader.May(Permission.AuditRead)).ToList()));
        }

        return new Overview(
            waiting,
            [.. open.Items.Take(ShownOpen).Select(one => new OpenEvent(one.Id, one.Name, one.PeriodEnd))],
            open.Items.Count > ShownOpen || open.NextCursor is not null,
            [.. concerns.SelectMany(part => part.Value ?? [])],
            unseen,
            concerns.Select(part => part.Fault).FirstOrDefault(fault => fault is not null));
    }

    private static async Task<Part<T>> Alone<T>(Func<Task<T>> load)
    {
        try
        {
            return new Part<T>(await load(), null);
        }
        catch (Exception e) when (Fault.OfPart(e) is { } fault)
        {
            return new Part<T>(default, fault);
        }
    }

    /// <summary>Up to so many as one page.</summary>
    private static async Task<Page<T>> Newest<T>(Pages<T> list, int most, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        string? cursor = null;
        do
        {
            var page = await list.Page(PageSize, cursor, cancellationToken);
            found.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null && found.Count < most);
        return new Page<T>(found, cursor);
    }

    private static async Task<List<Concern>> OfEvent(MessagingClient client, Reader reader, Event open, CancellationToken cancellationToken)
    {
        var mayStock = reader.May(Permission.RewardsWrite);
        var seesSpent = open.PointBudget is not null && reader.May(Permission.CampaignsRead);
        if (!mayStock && !seesSpent)
        {
            return [];
        }

        var rewards = (await client.Rewards.List(open.Id).Page(PageSize, cancellationToken: cancellationToken)).Items;
        List<Concern> found = mayStock ? [.. Concern.OfStock(open, rewards)] : [];
        if (seesSpent && Concern.OfBudget(open, rewards, (await client.Events.Report(open.Id, cancellationToken)).Points, reader.May(Permission.EventsWrite)) is { } budget)
        {
            found.Add(budget);
        }

        return found;
    }

    /// <summary>Events of requests that are not open: how they are decided, and their names. So many as are shown, and no more.</summary>
    private static async Task<List<Event>> Others(MessagingClient client, IReadOnlyList<RewardRequest> requests, IReadOnlyList<Event> open, CancellationToken cancellationToken)
    {
        var found = new List<Event>();
        foreach (var id in requests.Select(request => request.EventId).Except(open.Select(one => one.Id)).Take(ShownOpen))
        {
            try
            {
                found.Add(await client.Events.Get(id, cancellationToken));
            }
            catch (ProblemException e) when (e.Status == HttpStatusCode.NotFound)
            {
                // Its requests wait all the same.
            }
        }

        return found;
    }

    /// <summary>What an AUTO event was asked is PENDING for a moment, and waits for nobody.</summary>
    private static WaitingRequests ThatWait(Page<RewardRequest> pending, Dictionary<Guid, Event> known)
    {
        var waiting = pending.Items.Where(request => !known.TryGetValue(request.EventId, out var its) || its.Approval != ApprovalMode.Auto).ToList();
        return new WaitingRequests(
            [.. waiting.Take(ShownWaiting).Select(request => new Waiting(request.Id, known.GetValueOrDefault(request.EventId)?.Name ?? $"{request.EventId}", request.CreatedAt))],
            waiting.Count,
            pending.NextCursor is not null);
    }
}
