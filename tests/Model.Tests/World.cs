using System.Collections.Immutable;
using System.Text.Json;
using Documents;
using Documents.Engines;

namespace Model.Tests;

/// <summary>Where everything stands between two steps: what is stored, what is under way, and what time it is.</summary>
/// <param name="Documents">By collection and id.</param>
/// <param name="Network">What was raised and has not arrived for the last time, by its text. It arrives in any order.</param>
/// <param name="Commands">What people may still ask for, each once or never.</param>
/// <param name="Receivers">Whether a delivery was accepted, by the id of its reward, where that is settled.</param>
/// <param name="Forgotten">The requests whose fulfilment was there, and was forgotten.</param>
/// <param name="Backup">What EventService's database held when it was copied, with what people could ask for then; null when it has been restored.</param>
internal sealed record State(
    ImmutableSortedDictionary<string, StoredDocument> Documents,
    ImmutableSortedDictionary<string, object> Network,
    ImmutableSortedDictionary<string, object> Commands,
    ImmutableSortedDictionary<string, bool> Receivers,
    DateTimeOffset Now,
    ImmutableSortedSet<string> Forgotten,
    Backup? Backup)
{
    public bool IsRestored => Backup is null;

    public int Losses => Forgotten.Count + (IsRestored ? 1 : 0);

    public IEnumerable<T> All<T>(Schema<T> schema) where T : Document =>
        Documents.Where(d => d.Key.StartsWith($"{schema.Collection}/", StringComparison.Ordinal)).Select(d => World.Load<T>(d.Value));
}

/// <summary>Of EventService's database.</summary>
internal sealed record Backup(ImmutableSortedDictionary<string, StoredDocument> Documents, ImmutableSortedDictionary<string, object> Commands);

/// <summary>What the product's code acts on while it takes one step: its stores, and its clock.</summary>
internal sealed class World : TimeProvider
{
    private readonly Lock gate = new();
    private State state = null!;
    private int? writesLeft;
    private bool discards;

    /// <summary>What is broken, to see that it is found.</summary>
    public Breakage Broken { get; init; } = Breakage.None;

    /// <summary>How many writes the step has made.</summary>
    public int Writes { get; private set; }

    public State State
    {
        get
        {
            lock (gate)
            {
                return state;
            }
        }
    }

    /// <param name="cutOff">After how many writes the process ends; null when it does not.</param>
    public void Begin(State from, int? cutOff)
    {
        lock (gate)
        {
            (state, writesLeft, discards, Writes) = (from, cutOff, false, 0);
        }
    }

    /// <summary>What is written from now on comes to nothing.</summary>
    public void Discard()
    {
        lock (gate)
        {
            (discards, writesLeft) = (true, null);
        }
    }

    public override DateTimeOffset GetUtcNow() => Broken.ClockStands ? Scenario.Start : State.Now;

    public static T Load<T>(StoredDocument stored) where T : Document
    {
        var document = JsonSerializer.Deserialize<T>(stored.Body, DocumentJson.Options)!;
        document.Version = stored.Version;
        document.Stored = stored.Body;
        return document;
    }

    public StoredDocument? Get(string collection, string id)
    {
        lock (gate)
        {
            return state.Documents.GetValueOrDefault($"{collection}/{id}");
        }
    }

    /// <summary>State and messages are one write, as an engine makes it.</summary>
    public WriteResult Write(string collection, WriteKind kind, Document document)
    {
        lock (gate)
        {
            if (discards)
            {
                return WriteResult.Saved;
            }

            var id = Broken.IdOf(collection, document.Id, Writes);
            var version = state.Documents.TryGetValue($"{collection}/{id}", out var stored) ? stored.Version : 0;
            if (version != document.Version && !Broken.Overwrites(collection))
            {
                return kind == WriteKind.Insert ? WriteResult.DuplicateId : WriteResult.Stale;
            }

            if (writesLeft-- <= 0)
            {
                throw new CutOffException();
            }

            Writes++;
            var body = JsonSerializer.SerializeToUtf8Bytes(document, document.GetType(), DocumentJson.Options);
            if (!Broken.Forgets(document))
            {
                state = state with { Documents = state.Documents.SetItem($"{collection}/{id}", new StoredDocument(id, version + 1, body)) };
            }

            foreach (var message in document.Raised.Where(message => Product.Consumes(message) && !Broken.Loses(message)))
            {
                state = state with { Network = state.Network.SetItem(TextOf(message), message) };
            }

            document.Saved(version + 1);
            return WriteResult.Saved;
        }
    }

    public static string TextOf(object message) =>
        $"{message.GetType().Name} {JsonSerializer.Serialize(message, message.GetType(), DocumentJson.Options)}";
}

/// <summary>The process ended before this write.</summary>
internal sealed class CutOffException() : Exception("The process ended.");
