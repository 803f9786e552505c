using Documents.Tests.Articles;

namespace Documents.Tests;

public sealed class Documents_that_never_change
{
    private readonly ImmutableDocuments<Article> known = new(mostBytes: 16 << 10);
    private readonly List<string> fetched = [];

    [Fact]
    public async Task Are_fetched_once()
    {
        var first = await Get("a");

        (await Get("a")).ShouldBeSameAs(first);
        fetched.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Are_fetched_once_for_all_who_ask_meanwhile_and_no_one_s_end_is_the_others()
    {
        var fetching = new TaskCompletionSource<Article>();
        using var gone = new CancellationTokenSource();
        var leaving = known.Get("a", () => fetching.Task, gone.Token);
        var staying = known.Get("a", () => throw new InvalidOperationException("fetched twice"), CancellationToken.None);

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);
        fetching.SetResult(new Article { Id = "a" });

        (await staying).Id.ShouldBe("a");
    }

    [Fact]
    public async Task Are_fetched_again_after_a_fault()
    {
        await Should.ThrowAsync<IOException>(() => known.Get("a", () => throw new IOException("planted"), CancellationToken.None));

        (await Get("a")).Id.ShouldBe("a");
    }

    [Fact]
    public async Task Are_forgotten_oldest_first_when_they_are_too_many_bytes()
    {
        for (var i = 0; i < 40; i++)
        {
            await Get($"{i}");
        }

        fetched.Clear();
        await Get("39");
        fetched.ShouldBeEmpty();
        await Get("0");
        fetched.ShouldBe(["0"]);
    }

    [Fact]
    public async Task Are_kept_however_large_the_last_one_is()
    {
        var large = new Article { Id = "a", Title = new string('x', 100_000) };
        await known.Get("a", () => Task.FromResult(large), CancellationToken.None);

        (await Get("a")).ShouldBeSameAs(large);
    }

    private Task<Article> Get(string id) => known.Get(
        id,
        () =>
        {
            fetched.Add(id);
            return Task.FromResult(new Article { Id = id, Title = new string('x', 1000) });
        },
        CancellationToken.None);
}
