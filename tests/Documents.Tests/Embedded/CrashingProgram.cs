using Documents.Embedded;
using Documents.Tests.Articles;
using Documents.Tests.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests.Embedded;

/// <summary>A process of its own that writes to a folder and prints what was acknowledged, until it is killed or the disk is full.</summary>
internal static class CrashingProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [("write" or "fill") and var mode, var folder, var prefix])
        {
            Console.Error.WriteLine("The test runner runs the tests. By hand: (write|fill) <folder> <prefix>");
            return 2;
        }

        await using var database = new Database(
            "crash",
            new EmbeddedEngine(folder, TimeProvider.System, NullLogger.Instance),
            [Article.Schema],
            new RecordingTransport { IsDown = true },
            new TestTime(),
            NullLogger<Database>.Instance);
        await database.Open();
        var articles = database.Store(Article.Schema);
        return mode == "write" ? await Write(articles, prefix) : await Fill(database, articles, prefix);
    }

    /// <summary>Twelve writers that never stop.</summary>
    private static async Task<int> Write(IDocumentStore<Article> articles, string prefix)
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                await Insert(articles, $"{prefix}-{writer}-{i}", new string('x', 500));
            }
        })));
        return 0;
    }

    /// <summary>Large documents until one does not fit; then small ones must still fit, and large ones be refused again.</summary>
    private static async Task<int> Fill(Database database, IDocumentStore<Article> articles, string prefix)
    {
        for (var faults = 0; faults < 2;)
        {
            try
            {
                await Insert(articles, $"{prefix}-large-{Guid.NewGuid()}", new string('x', 30_000));
            }
            catch (Exception e) when (e is IOException or ArgumentOutOfRangeException) // what .NET makes of EFBIG
            {
                faults++;
                await database.Ping(CancellationToken.None);
                await Insert(articles, $"{prefix}-small-{faults}", "");
            }
        }

        return 0;
    }

    private static async Task Insert(IDocumentStore<Article> articles, string id, string note)
    {
        var article = new Article { Id = id, Slug = id, Note = note };
        article.Raise(new ArticleChanged(id, 1));
        if ((await articles.Insert(article)).IsSaved)
        {
            Console.Out.WriteLine(id);
        }
    }
}
