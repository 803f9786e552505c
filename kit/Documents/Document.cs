using System.Text.Json;
using System.Text.Json.Serialization;

namespace Documents;

/// <summary>
/// The unit of atomicity: state and the messages that its last change must send are stored in one write, on any
/// engine. Subclasses are plain data with public properties; they are serialized by <see cref="DocumentJson"/>.
/// </summary>
public abstract class Document
{
    private readonly List<RaisedMessage> raised = [];

    /// <summary>Unique in its collection. 1 to 200 characters.</summary>
    [JsonPropertyOrder(-1)]
    public virtual string Id { get; init; } = "";

    /// <summary>0 before the first save, then one more with each. Kept beside the body, never in it.</summary>
    [JsonIgnore]
    public long Version { get; internal set; }

    /// <summary>Fields that this version does not know: what a newer version wrote survives a change by this one.</summary>
    [JsonInclude, JsonExtensionData]
    private Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>What this change will send when it is saved.</summary>
    [JsonIgnore]
    public IReadOnlyList<RaisedMessage> Raised => raised;

    /// <summary>Sends a message with the next save. Some consumer must get it: it stays in the outbox until one can.</summary>
    public void Raise(object message) => raised.Add(new RaisedMessage(message, Required: true));

    /// <summary>Sends a message with the next save to whoever listens, nobody included.</summary>
    public void Announce(object message) => raised.Add(new RaisedMessage(message, Required: false));

    internal void Saved(long version)
    {
        Version = version;
        raised.Clear();
    }
}

/// <summary>A message on its way into a document's outbox.</summary>
public sealed record RaisedMessage(object Message, bool Required);
