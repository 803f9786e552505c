using Documents;
using Documents.Outbox;
using Documents.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Micro;

/// <summary>A document of about the size of a request, with as many indexes.</summary>
internal sealed class Note : Document
{
    private static readonly string Filled = new('x', 500);

    public static readonly Schema<Note> Schema = new Schema<Note>("notes")
        .Unique(note => note.Slug)
        .Index(note => note.CreatedAt)
        .Index(note => note.Owner, note => note.CreatedAt)
        .Index(note => note.State, note => note.CreatedAt);

    public string Slug { get; init; } = "";

    public Guid Owner { get; init; }

    public string State { get; set; } = "OPEN";

    public DateTimeOffset CreatedAt { get; init; }

    public string Text { get; init; } = Filled;

    public static Note Number(int number) => new()
    {
        Id = $"{Guid.CreateVersion7()}",
        Slug = $"{Guid.NewGuid()}",
        Owner = Guid.NewGuid(),
        CreatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number),
    };

    /// <summary>A database of notes in a new folder.</summary>
    public static async Task<(Database Database, DirectoryInfo Folder)> Open()
    {
        var folder = Directory.CreateTempSubdirectory("micro-");
        var engine = new SqliteEngine(Path.Combine(folder.FullName, "notes.db"), NullLogger.Instance);
        var database = new Database("notes", engine, [Schema], new Nowhere(), TimeProvider.System, NullLogger<Database>.Instance);
        await database.Open();
        return (database, folder);
    }

    private sealed class Nowhere : IOutboxTransport
    {
        public Task Send(OutboxMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Announce(object item)
        {
        }
    }
}

/// <summary>The note was saved.</summary>
internal sealed record NoteSaved(string Id);
