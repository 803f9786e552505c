using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using Documents.Outbox;
using Documents.Sqlite;
using EventService.Events;
using EventService.Reports;
using EventService.Requests;
using EventService.Terms;
using Microsoft.Extensions.Logging.Abstractions;
using Testing.Stores;
using Testing;

namespace EventService.Tests.Reports;

/// <summary>Requests and reports in a folder of their own, without a service around them.</summary>
internal sealed class OpenReports : IAsyncDisposable
{
    private static readonly Crash None = new(int.MaxValue, false);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reports-");
    private readonly Database database;

    private OpenReports() => database = new Database(
        "event_db",
        new SqliteEngine(Path.Combine(folder.FullName, "event_db.db"), NullLogger.Instance),
        [RewardRequest.Schema, EventReportDocument.Schema, RewardTermsDocument.Schema],
        new Nowhere(),
        TimeProvider.System,
        NullLogger<Database>.Instance);

    public FakeTime Time { get; } = new(Some.Now);

    public IDocumentStore<RewardRequest> Requests => database.Store(RewardRequest.Schema);

    public IDocumentStore<EventReportDocument> Reports => database.Store(EventReportDocument.Schema);

    public IDocumentStore<RewardTermsDocument> Terms => database.Store(RewardTermsDocument.Schema);

    public static async Task<OpenReports> Create()
    {
        var opened = new OpenReports();
        await opened.database.Open();
        return opened;
    }

    /// <summary>An instance of the service; each remembers what it has seen itself.</summary>
    /// <param name="at">Where its clock stands; by default with the others'.</param>
    public ReportCounter Counter(Crash? crash = null, DateTimeOffset? at = null) => new(
        new FaultyStore<EventReportDocument>(Reports, crash ?? None),
        new FaultyStore<RewardRequest>(Requests, crash ?? None),
        new RewardTermsStore(database.Store(RewardTermsDocument.Schema)),
        at is { } start ? new FakeTime(start) : Time,
        NullLogger<ReportCounter>.Instance);

    /// <param name="counter">An instance that has counted before; a new one if none is given.</param>
    public async Task CountAll(ReportCounter? counter = null)
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        counter ??= Counter();
        while (await counter.Pass(default))
        {
        }
    }

    public async Task<RewardRequest> Request(EventDocument e, Guid userId, string slot)
    {
        var terms = await new RewardTermsStore(database.Store(RewardTermsDocument.Schema)).Keep(e, default);
        var request = RewardRequest.Create(new NewRequest(Guid.NewGuid(), userId, e, terms, null, Time.GetUtcNow()), slot);
        (await Requests.Insert(request)).ShouldBe(WriteResult.Saved);
        return request;
    }

    /// <summary>What reading every request adds up to.</summary>
    public async Task<(string Statuses, string Granted, long Points, long Users)> Naive(EventDocument e)
    {
        var all = new List<RewardRequest>();
        string? next = null;
        do
        {
            var page = await Requests.Query(new Query<RewardRequest>().OrderBy(r => r.CreatedAt).After(Cursor.Parse(next)).Take(1000));
            all.AddRange(page.Items.Where(request => request.EventId == Guid.Parse(e.Id)));
            next = page.NextCursor;
        }
        while (next is not null);

        var granted = all.Where(request => request.Status == RequestStatus.Fulfilled || (request.Status == RequestStatus.Approved && request.WaitsForPlatformSince is null)).ToList();
        var values = granted.SelectMany(_ => e.Rewards.Select(reward => reward.Value)).ToList();
        return (
            string.Join(",", Enum.GetValues<RequestStatus>().Select(status => all.Count(request => request.Status == status))),
            string.Join(",", Enum.GetValues<RewardType>().Select(type => values.Count(value => value.Type == type))),
            values.OfType<PointValue>().Sum(value => value.Points),
            all.Select(request => request.UserId).Distinct().Count());
    }

    public async Task<(string Statuses, string Granted, long Points, long Users)> Reported(EventDocument e)
    {
        var report = (await Reports.Get(e.Id))!.ToReport(e.Terms);
        return (string.Join(",", report.ByStatus.Select(s => s.Count)), string.Join(",", report.Granted.Select(g => g.Count)), report.Points, report.Users);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class Nowhere : IOutboxTransport
    {
        public Task Send(OutboxMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Announce(object item)
        {
        }
    }
}
