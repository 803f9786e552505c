using Documents.Sqlite;
using Documents.Tests.Articles;
using Documents.Tests.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Sqlite;

/// <summary>A process of its own that writes to a database and prints what was acknowledged, until it is killed.</summary>
internal static class CrashingProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var file, var prefix])
        {
            Console.Error.WriteLine("The test runner runs the tests. By hand: <file> <prefix>");
            return 2;
        }

        await using var database = new Database(
            "crash",
            new SqliteEngine(file, NullLogger.Instance),
            [Article.Schema],
            new RecordingTransport { IsDown = true },
            new TestTime(),
            NullLogger<Database>.Instance);
        await database.Open();
        var articles = database.Store(Article.Schema);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(() => Write(articles, $"{prefix}-{writer}"))));
        return 0;
    }

    private static async Task Write(IDocumentStore<Article> articles, string prefix)
    {
        for (var i = 0; ; i++)
        {
            var article = new Article { Id = $"{prefix}-{i}", Slug = $"{prefix}-{i}", Note = new string('x', 500) };
            article.Raise(new ArticleChanged(article.Id, 1));
            if ((await articles.Insert(article)).IsSaved)
            {
                Console.Out.WriteLine(article.Id);
            }
        }
    }
}
