using System.Text.Json;
using Contracts.Activities;
using Documents;
using EventService.Activities;
using Testing.Stores;

namespace EventService.Tests.Activities;

/// <summary>Of a deleted user's activities it stays that they occurred and when, whatever was folded when, and however often it was cut off.</summary>
public sealed class Erasing_activities
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_of_the_data_is_left(int seed)
    {
        await using var opened = await OpenActivities.Create();
        var random = new Random(seed);
        var userId = Guid.NewGuid();
        for (var step = 0; step < 10; step++)
        {
            await opened.Recorder(opened.Store).Record(Secret(userId, random.Next(1, 40)), default);
            if (random.Next(2) == 0)
            {
                await new ActivityFolding(opened.Store).Fold(ActivityDocument.OwnerOf(userId, "purchase"), default);
            }
        }

        var other = Guid.NewGuid();
        await opened.Recorder(opened.Store).Record(Secret(other, 5), default);
        var before = await Count(opened.Store, userId);
        for (var writes = 0; ; writes += 7)
        {
            try
            {
                await opened.Erasure(opened.StoreUntil(new Crash(writes, random.Next(2) == 0))).Erase(userId, default);
                break;
            }
            catch (CrashException)
            {
            }
        }

        (await Texts(opened.Store, userId)).ShouldAllBe(text => !text.Contains("secret"));
        (await Count(opened.Store, userId)).ShouldBe(before);
        (await Texts(opened.Store, other)).ShouldContain(text => text.Contains("secret"));
    }

    [Fact]
    public async Task Whoever_read_the_data_before_and_folds_it_after_brings_nothing_back()
    {
        await using var opened = await OpenActivities.Create();
        var userId = Guid.NewGuid();
        await opened.Recorder(opened.Store).Record(Secret(userId, 20), default);
        var slow = new PausedStore<ActivityRollup>(opened.Store.Rollups);
        var folding = new ActivityFolding(new ActivityStore(opened.Store.Activities, opened.Store.Heads, opened.Store.Epochs, slow))
            .Fold(ActivityDocument.OwnerOf(userId, "purchase"), default);
        await slow.Reached;

        await opened.Erasure(opened.Store).Erase(userId, default);
        slow.GoOn();
        await folding;

        (await Texts(opened.Store, userId)).ShouldAllBe(text => !text.Contains("secret"));
        (await Count(opened.Store, userId)).ShouldBe(20);
    }

    [Fact]
    public async Task What_is_recorded_later_is_erased_too()
    {
        await using var opened = await OpenActivities.Create();
        var userId = Guid.NewGuid();
        await opened.Recorder(opened.Store).Record(Secret(userId, 3), default);
        await opened.Erasure(opened.Store).Erase(userId, default);

        await opened.Recorder(opened.Store).Record(Secret(userId, 5), default);

        (await Texts(opened.Store, userId)).ShouldAllBe(text => !text.Contains("secret"));
        (await Count(opened.Store, userId)).ShouldBe(8);
    }

    private static List<Activity> Secret(Guid userId, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Activity(
            userId,
            "purchase",
            Some.Now.AddHours(-i),
            Guid.NewGuid().ToString(),
            new Dictionary<string, JsonElement>
            {
                ["secret item"] = JsonSerializer.SerializeToElement($"secret {i % 3}"),
                ["secret amount"] = JsonSerializer.SerializeToElement(i),
            })),
    ];

    private static async Task<long> Count(ActivityStore store, Guid userId)
    {
        var history = await ActivityHistory.Load(
            store, ActivityDocument.OwnerOf(userId, "purchase"), Some.Now.AddYears(-1), Some.Now.AddDays(1), TimeZoneInfo.Utc, default);
        return (await history.Tally(new Contracts.Events.Condition(Fact: "purchase", Op: Contracts.Events.Comparison.AtLeast, Value: 1), default)).Count;
    }

    /// <summary>Everything that is stored of the user's activities.</summary>
    private static async Task<List<string>> Texts(ActivityStore store, Guid userId)
    {
        var owner = ActivityDocument.OwnerOf(userId, "purchase");
        var texts = new List<string>();
        var activities = new Query<ActivityDocument>().Where(a => a.UserId, userId).OrderBy(a => a.OccurredAt).Take(1000);
        texts.AddRange((await store.Activities.Query(activities)).Items.Select(Text));
        foreach (var level in RollupLevel.All)
        {
            texts.AddRange((await store.RollupsOf(level, owner, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).Select(Text));
        }

        return texts;

        static string Text<T>(T document) => JsonSerializer.Serialize(document, DocumentJson.Options);
    }

    /// <summary>Whoever reads a document of it waits until he may.</summary>
    private sealed class PausedStore<T>(IDocumentStore<T> store) : IDocumentStore<T> where T : Document
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public void GoOn() => open.SetResult();

        public async Task<T?> Get(string id, CancellationToken cancellationToken = default)
        {
            reached.TrySetResult();
            await open.Task;
            return await store.Get(id, cancellationToken);
        }

        public Task<WriteResult> Insert(T document, CancellationToken cancellationToken = default) => store.Insert(document, cancellationToken);

        public Task<WriteResult> Update(T document, CancellationToken cancellationToken = default) => store.Update(document, cancellationToken);

        public Task<WriteResult> Delete(T document, CancellationToken cancellationToken = default) => store.Delete(document, cancellationToken);

        public Task<Page<T>> Query(Query<T> query, CancellationToken cancellationToken = default) => store.Query(query, cancellationToken);
    }
}
