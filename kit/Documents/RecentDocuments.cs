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
    private readonly Dictionary<(Schema Schema, string Id), StoredDocument> documents = [];
    private readonly Queue<(Schema Schema, string Id)> saved = new();
    private long bytes;

    public StoredDocument? Find(Schema schema, string id)
    {
        lock (gate)
        {
            return documents.GetValueOrDefault((schema, id));
        }
    }

    public void Saved(Schema schema, StoredDocument document)
    {
        lock (gate)
        {
            Remove((schema, document.Id));
            documents.Add((schema, document.Id), document);
            saved.Enqueue((schema, document.Id));
            bytes += SizeOf(document);

            // Of a document that was saved again its first place is the one that counts: then it is forgotten early.
            while (bytes > MostBytes)
            {
                Remove(saved.Dequeue());
            }

            // Places of what was removed otherwise.
            while (saved.Count > 2 * documents.Count + 64)
            {
                Remove(saved.Dequeue());
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
        if (documents.Remove(key, out var document))
        {
            bytes -= SizeOf(document);
        }
    }

    /// <summary>With about what it takes to keep it.</summary>
    private static long SizeOf(StoredDocument document) => document.Body.Length + 300;
}
