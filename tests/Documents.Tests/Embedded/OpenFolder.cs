using Documents.Embedded;
using Documents.Engines;
using Documents.Outbox;
using Documents.Tests.Articles;
using Documents.Tests.Dispatch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace Documents.Tests.Embedded;

/// <summary>A folder that an engine has open, with the database over it. Its outboxes are never sent.</summary>
internal sealed class OpenFolder : IAsyncDisposable
{
    private static readonly TestTime Time = new();

    private OpenFolder(EmbeddedEngine engine, IReadOnlyList<Schema> schemas)
    {
        Engine = engine;
        Database = new Database("test", engine, schemas, new RecordingTransport { IsDown = true }, Time, NullLogger<Database>.Instance);
    }

    public EmbeddedEngine Engine { get; }

    public Database Database { get; }

    public IDocumentStore<Article> Articles => Database.Store(Article.Schema);

    public static Task<OpenFolder> At(DataFolder folder, ILogger? logger = null) =>
        At(folder, [Article.Schema, Counter.Schema], logger: logger);

    public static async Task<OpenFolder> At(
        DataFolder folder,
        IReadOnlyList<Schema> schemas,
        Action<SafeFileHandle>? flush = null,
        long minimumGrowth = 8 << 20,
        ILogger? logger = null,
        TimeProvider? time = null)
    {
        var open = new OpenFolder(
            new EmbeddedEngine(folder.Path, time ?? TimeProvider.System, logger ?? NullLogger.Instance, flush ?? RandomAccess.FlushToDisk, minimumGrowth), schemas);
        try
        {
            await open.Database.Open();
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    /// <summary>Inserts a document with a unique value and a message.</summary>
    public async Task Insert(string id, string note = "")
    {
        var article = new Article { Id = id, Slug = id, Note = note, CreatedAt = Time.Now };
        article.Raise(new ArticleChanged(id, 1));
        (await Articles.Insert(article)).ShouldBe(WriteResult.Saved);
    }

    public async Task Change(string id, string note) =>
        await Articles.Change(id, a =>
        {
            a.Note = note;
            a.Raise(new ArticleChanged(id, 2));
            return true;
        });

    public async Task<IReadOnlyList<PendingOutbox>> Waiting() =>
        await Engine.Pending(Article.Schema, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None);

    public async Task Clear(string id)
    {
        var messages = (await Waiting()).Single(w => w.Id == id).Messages;
        await Engine.Clear([new SentMessages(Article.Schema, id, [.. messages.Select(m => m.Id)])], CancellationToken.None);
    }

    /// <summary>Everything in it, as lines to compare.</summary>
    public async Task<IReadOnlyList<string>> Content()
    {
        var waiting = (await Waiting()).ToDictionary(w => w.Id, w => string.Join(',', w.Messages.Select(m => m.Id)));
        var lines = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Articles.Query(new Query<Article>().OrderBy(a => a.CreatedAt).Take(1000).After(Cursor.Parse(cursor)));
            lines.AddRange(page.Items.Select(a => $"{a.Id} {a.Version} {waiting.GetValueOrDefault(a.Id)} {a.Note}"));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return lines;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
