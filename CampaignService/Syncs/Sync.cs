using System.Text.Json.Serialization;
using CampaignService.Campaigns;
using Contracts.Audit;
using Contracts.Syncs;
using Documents;

namespace CampaignService.Syncs;

/// <summary>
/// A sync and how far it has come: account after account, page after page, each step a message. What a step has done is saved with
/// the message of the next; cut off anywhere, the step is done again when its time has passed.
/// </summary>
internal sealed class Sync : Document
{
    public static readonly Schema<Sync> Schema = new Schema<Sync>("syncs")
        .Unique(s => s.AccountKey)
        .Unique(s => s.AllKey)
        .Index(s => s.StartedAt)
        .Index(s => s.Scope, s => s.StartedAt)
        .Index(s => s.AccountKey, s => s.StartedAt)
        .Index(s => s.DueAt);

    /// <summary>As a platform fails for so long, the sync does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>How long one that has ended is shown.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public const int MostPages = 1000;

    /// <summary>More than these are in no memory at once.</summary>
    public const int MostCampaigns = 1_000_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    public required string Owner { get; init; }

    public required string Platform { get; init; }

    /// <summary>Null goes through all accounts that were connected when it began.</summary>
    public string? AccountId { get; init; }

    public required SyncTrigger Trigger { get; init; }

    public SyncStatus Status { get; set; } = SyncStatus.Queued;

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Pages { get; set; }

    public long Fetched { get; set; }

    public long Created { get; set; }

    public long Updated { get; set; }

    public long Removed { get; set; }

    public string? Error { get; set; }

    /// <summary>The account that it is at; null between two.</summary>
    public string? Current { get; set; }

    public List<string> Ahead { get; init; } = [];

    /// <summary>The connection that its pages were read of: connected anew, an account begins anew.</summary>
    public Guid? ConnectionId { get; set; }

    /// <summary>All pages are read: what they did not list is removed next.</summary>
    public bool IsListed { get; set; }

    /// <summary>Of the next page; null of the first.</summary>
    public string? Cursor { get; set; }

    /// <summary>A cursor that was met before: one that comes again runs in circles.</summary>
    public string? Landmark { get; set; }

    public int PagesOfAccount { get; set; }

    public int FetchedOfAccount { get; set; }

    /// <summary>One more with each step.</summary>
    public long Step { get; set; }

    /// <summary>Until when somebody is at its next step.</summary>
    public DateTimeOffset? TakenUntil { get; set; }

    /// <summary>When the next step is asked for again; null when nothing is left to do.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Since when the platform has failed, and how often; null while it does not.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    public int Failures { get; set; }

    public string Scope => Campaign.ScopeOf(Owner, Platform);

    /// <summary>One open sync an account.</summary>
    public string? AccountKey => IsOpen && Current is not null ? AccountKeyOf(Scope, Current) : null;

    /// <summary>One open sync of all accounts.</summary>
    public string? AllKey => IsOpen && AccountId is null ? Scope : null;

    [JsonIgnore]
    public bool IsOpen => Status is SyncStatus.Queued or SyncStatus.Running;

    [JsonIgnore]
    public Guid SyncId => Guid.Parse(Id);

    public static string AccountKeyOf(string scope, string accountId) => $"{scope}/{accountId}";

    /// <param name="accounts">The accounts to sync, one or more.</param>
    /// <param name="accountId">The one that was asked for; null when all were.</param>
    public static Sync Of(Guid id, string owner, string platform, string? accountId, IReadOnlyList<string> accounts, SyncTrigger trigger, DateTimeOffset now)
    {
        var sync = new Sync
        {
            Id = id.ToString(),
            Owner = owner,
            Platform = platform,
            AccountId = accountId,
            Trigger = trigger,
            StartedAt = now,
            Current = accounts[0],
            Ahead = [.. accounts.Skip(1)],
            DueAt = now + FirstPause,
        };
        sync.RaiseNext();
        return sync;
    }

    /// <summary>Somebody began it, and not its schedule.</summary>
    public void BegunBy(string actor) =>
        Raise(ChangeRecorded.Of(StartedAt, actor, "sync.begun", $"sync:{Id}", null, Snapshot.Of(new { Owner, Platform, AccountId })));

    /// <returns>False when it is over, or somebody is at it.</returns>
    public bool Take(long step, TimeSpan lease, DateTimeOffset now)
    {
        if (DueAt is null || step != Step || TakenUntil > now)
        {
            return false;
        }

        Status = IsOpen ? SyncStatus.Running : Status;
        TakenUntil = DueAt = now + lease;
        return true;
    }

    /// <summary>A page was read and taken.</summary>
    /// <param name="next">Null when it was the last.</param>
    /// <returns>What is wrong with the cursor; null when nothing is.</returns>
    public string? Advance(int items, int created, int updated, string? next, DateTimeOffset now)
    {
        Pages++;
        PagesOfAccount++;
        Fetched += items;
        FetchedOfAccount += items;
        Created += created;
        Updated += updated;
        (FailingSince, Failures) = (null, 0);
        if (next is not null)
        {
            if (next == Cursor || next == Landmark)
            {
                return "nextCursor is one that it gave before.";
            }

            if (PagesOfAccount >= MostPages || FetchedOfAccount >= MostCampaigns)
            {
                return $"It has more than {MostPages} pages, or {MostCampaigns} campaigns.";
            }
        }

        // Of a circle of any length, one of these will be in it while it is gone through once more.
        Landmark = (PagesOfAccount & (PagesOfAccount - 1)) == 0 ? next : Landmark;
        Cursor = next;
        IsListed = next is null;
        Continue(now);
        return null;
    }

    /// <summary>The account is done.</summary>
    public void Finish(int removed, DateTimeOffset now)
    {
        Removed += removed;
        (Current, ConnectionId, Cursor, Landmark, IsListed, PagesOfAccount, FetchedOfAccount) = (null, null, null, null, false, 0, 0);
        if (Ahead.Count == 0)
        {
            End(SyncStatus.Succeeded, null, now);
        }
        else
        {
            Continue(now);
        }
    }

    /// <summary>Goes on with the next account.</summary>
    public void BeginNext(DateTimeOffset now)
    {
        Current = Ahead[0];
        Ahead.RemoveAt(0);
        Continue(now);
    }

    public void SkipNext(DateTimeOffset now)
    {
        Ahead.RemoveAt(0);
        Finish(0, now);
    }

    /// <summary>It failed in a way that may pass. Gives up when it has for too long.</summary>
    /// <param name="after">What the platform asked for; null when it did not say.</param>
    public void Wait(string code, TimeSpan? after, DateTimeOffset now)
    {
        FailingSince ??= now;
        var left = FailingSince.Value + Patience - now;
        if (left <= TimeSpan.Zero)
        {
            Fail(code, now);
            return;
        }

        var pause = PauseOf(after, Failures);
        Failures++;
        Step++;
        TakenUntil = null;
        DueAt = now + (pause < left ? pause : left);
    }

    public void Fail(string code, DateTimeOffset now) => End(SyncStatus.Failed, code, now);

    /// <summary>What it has kept for itself is deleted.</summary>
    public void Clean() => (DueAt, TakenUntil) = (null, null);

    public SyncDetails ToDetails() => new(
        SyncId, Contracts.Connections.Owner.Parse(Owner), Platform, AccountId, Status, Trigger, StartedAt, EndedAt, Pages, Fetched, Created, Updated, Removed, Error);

    /// <summary>As long as the platform says, also when that is less than it would be without its word. At once, or a date that has passed, is no word.</summary>
    private static TimeSpan PauseOf(TimeSpan? after, int failures)
    {
        if (after is { Ticks: > 0 } asked)
        {
            return asked;
        }

        var usual = FirstPause * Math.Pow(2, Math.Min(failures, 10));
        return usual < LongestPause ? usual : LongestPause;
    }

    private void End(SyncStatus status, string? error, DateTimeOffset now)
    {
        (Status, Error, EndedAt) = (status, error, now);
        Continue(now);
    }

    private void Continue(DateTimeOffset now)
    {
        Step++;
        TakenUntil = null;
        DueAt = now + FirstPause;
        RaiseNext();
    }

    private void RaiseNext() => Raise(new ContinueSync(SyncId, Step));
}
