using Documents.Engines;

namespace Documents;

/// <summary>
/// What this process saved last, oldest forgotten first, so that a document which is changed soon after need not be read.
/// It may have changed elsewhere since: nothing may rest on it but a write that is guarded by its version.
/// </summary>
internal sealed class RecentDocuments
{
    private const long MostBytes = 16 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<(Schema Schema, string Id), Saving> documents = [];

    /// <summary>Of a document that was saved again the later place is the one that counts.</summary>
    private readonly Queue<(Schema Schema, string Id, long Place)> places = new();
    private long lastPlace;
    private long bytes;

    public StoredDocument? Find(Schema schema, string id)
    {
        lock (gate)
        {
            return documents.GetValueOrDefault((schema, id))?.Document;
        }
    }

    public void Saved(Schema schema, StoredDocument document)
    {
        lock (gate)
        {
            Remove((schema, document.Id));
            documents.Add((schema, document.Id), new Saving(document, ++lastPlace));
            places.Enqueue((schema, document.Id, lastPlace));
            bytes += SizeOf(document);
            while (bytes > MostBytes || places.Count > (2 * documents.Count) + 64)
            {
                var (oldest, id, place) = places.Dequeue();
                if (documents.GetValueOrDefault((oldest, id))?.Place == place)
                {
                    Remove((oldest, id));
                }
            }
        }
    }

    public void Forget(Schema schema, string id)
    {
        lock (gate)
        {
            Remove((schema, id));
        }
    }

    private void Remove((Schema Schema, string Id) key)
    {
        if (documents.Remove(key, out var saving))
        {
            bytes -= SizeOf(saving.Document);
        }
    }

    /// <summary>With about what it takes to keep it.</summary>
    private static long SizeOf(StoredDocument document) => document.Body.Length + 300;

    private sealed record Saving(StoredDocument Document, long Place);
}
