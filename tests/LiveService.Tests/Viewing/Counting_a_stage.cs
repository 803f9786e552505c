using Contracts.Stages;
using Documents;
using LiveService.Tokens;
using LiveService.Viewing;
using Testing;

namespace LiveService.Tests.Viewing;

public sealed class Counting_a_stage
{
    private readonly AheadTime time = new();
    private readonly Guid stage = Guid.NewGuid();

    [Fact]
    public async Task Is_done_once_for_all_who_ask_while_it_lasts_and_two_seconds_after()
    {
        var store = new SlowStore();
        var audience = new StageAudience(store, time);
        var first = audience.Of(stage);

        time.Advance(TimeSpan.FromMinutes(1));
        var second = audience.Of(stage);
        store.Queries.ShouldBe(1);
        store.Answer.SetResult();
        await Task.WhenAll(first, second);
        var queries = store.Queries;
        await audience.Of(stage);

        store.Queries.ShouldBe(queries);
        time.Advance(TimeSpan.FromSeconds(2));
        await audience.Of(stage);
        store.Queries.ShouldBeGreaterThan(queries);
    }

    [Fact]
    public async Task Reads_of_what_was_no_more_than_the_newest()
    {
        var store = new SlowStore { Session = Ended() };
        store.Answer.SetResult();

        var stats = await new StageAudience(store, time).Of(stage).WaitAsync(TimeSpan.FromSeconds(20));

        (stats.Sessions, stats.Viewers).ShouldBe((50, 0));
    }

    private StageSession Ended()
    {
        var token = StageToken.Of(new IssueStageToken(Guid.NewGuid(), stage, RunningLiveService.Subscribe, RunningLiveService.User()), time.GetUtcNow());
        var session = StageSession.Of(Guid.NewGuid(), token, time.GetUtcNow());
        session.Finish(SessionEnd.Left, time.GetUtcNow());
        return session;
    }

    /// <summary>Answers when it is told to: the first query, for open sessions, with none, the others with pages without end, of one each.</summary>
    private sealed class SlowStore : IDocumentStore<StageSession>
    {
        private int queries;

        public TaskCompletionSource Answer { get; } = new();

        public StageSession? Session { get; init; }

        public int Queries => Volatile.Read(ref queries);

        public async Task<Page<StageSession>> Query(Query<StageSession> query, CancellationToken cancellationToken = default)
        {
            var isOfOpen = Interlocked.Increment(ref queries) == 1;
            await Answer.Task;
            await Task.Yield();
            return Session is null || isOfOpen
                ? new([], null)
                : new([Session], new Cursor("2030", Session.Id).ToString());
        }

        public Task<WriteResult> Insert(StageSession document, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<WriteResult> Update(StageSession document, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<WriteResult> Delete(StageSession document, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<StageSession?> Get(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
