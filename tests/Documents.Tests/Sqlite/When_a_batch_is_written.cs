using System.Text.Json;
using Documents.Engines;
using Documents.Tests.Articles;

namespace Documents.Tests.Sqlite;

public sealed class When_a_batch_is_written : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task All_of_it_is_one_commit()
    {
        await using var open = await OpenFolder.At(folder);
        var before = CommitLog.Commits(folder);

        var results = await open.Engine.Write([.. Enumerable.Range(0, 200).Select(i => Insert($"{i}"))], CancellationToken.None);

        results.ShouldAllBe(r => r.IsSaved);
        (CommitLog.Commits(folder) - before).ShouldBe(1);
    }

    [Fact]
    public async Task Writers_that_wait_share_commits()
    {
        await using var open = await OpenFolder.At(folder);
        var before = CommitLog.Commits(folder);

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => open.Insert($"{i}")));

        (CommitLog.Commits(folder) - before).ShouldBeInRange(1, 100);
    }

    [Fact]
    public async Task Refused_writes_cost_no_commit()
    {
        await using var open = await OpenFolder.At(folder);
        await open.Insert("one");
        var before = CommitLog.Commits(folder);

        (await open.Articles.Insert(new Article { Id = "one" })).ShouldBe(WriteResult.DuplicateId);
        (await open.Articles.Insert(new Article { Id = "two", Slug = "one" })).ShouldBe(WriteResult.DuplicateKey("slug"));

        CommitLog.Commits(folder).ShouldBe(before);
    }

    [Fact]
    public async Task One_that_SQLite_cannot_take_leaves_nothing_of_it_and_the_next_is_served()
    {
        await using var open = await OpenFolder.At(folder);
        open.Scalar("create trigger broken before insert on test_articles when new.id = 'two' begin select raise(abort, 'broken on purpose'); end");

        (await Should.ThrowAsync<IOException>(() => open.Engine.Write([Insert("one"), Insert("two")], CancellationToken.None)))
            .Message.ShouldContain("broken on purpose");

        (await open.Content()).ShouldBeEmpty();
        await open.Insert("three");
        await open.Database.Ping(CancellationToken.None);
    }

    [Fact]
    public async Task One_that_SQLite_cannot_take_fails_alone()
    {
        await using var open = await OpenFolder.At(folder);
        open.Scalar("create trigger broken before insert on test_articles when new.id = '7' begin select raise(abort, 'broken on purpose'); end");

        var inserts = Enumerable.Range(0, 20).Select(i => open.Articles.Insert(new Article { Id = $"{i}" })).ToList();

        (await Should.ThrowAsync<UnstorableWriteException>(() => inserts[7])).Message.ShouldContain("broken on purpose");
        inserts.RemoveAt(7);
        (await Task.WhenAll(inserts)).ShouldAllBe(r => r.IsSaved);
        await open.Database.Ping(CancellationToken.None);
    }

    private static DocumentWrite Insert(string id) =>
        new(Article.Schema, WriteKind.Insert, id, 0, JsonSerializer.SerializeToUtf8Bytes(new Article { Id = id }, DocumentJson.Options), []);
}
