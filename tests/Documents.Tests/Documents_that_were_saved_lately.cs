using Documents.Engines;
using Documents.Tests.Articles;

namespace Documents.Tests;

public sealed class Documents_that_were_saved_lately
{
    private readonly RecentDocuments recent = new();

    [Fact]
    public void Are_forgotten_oldest_first_when_they_are_too_many_bytes()
    {
        var body = new byte[1 << 20];
        for (var i = 0; i < 40; i++)
        {
            recent.Saved(Article.Schema, new StoredDocument($"{i}", 1, body));
        }

        recent.Find(Article.Schema, "39").ShouldNotBeNull();
        recent.Find(Article.Schema, "0").ShouldBeNull();
        Enumerable.Range(0, 40).Count(i => recent.Find(Article.Schema, $"{i}") is not null).ShouldBeInRange(10, 16);
    }

    [Fact]
    public void Are_the_last_of_each_however_often_one_is_saved()
    {
        for (var version = 1; version <= 100_000; version++)
        {
            recent.Saved(Article.Schema, new StoredDocument("hot", version, [1]));
        }

        recent.Find(Article.Schema, "hot")!.Version.ShouldBe(100_000);
        recent.Forget(Article.Schema, "hot");
        recent.Find(Article.Schema, "hot").ShouldBeNull();
    }
}
