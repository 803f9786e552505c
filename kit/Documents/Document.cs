using System.Text.Json;
using System.Text.Json.Serialization;

namespace Documents;

/// <summary>
/// The unit of atomicity: state and the messages that its last change must send are stored in one write, on any
/// engine. Subclasses are plain data with public properties; they are serialized by <see cref="DocumentJson"/>.
/// </summary>
public abstract class Document
{
    private readonly List<object> raised = [];
    private readonly List<object> announced = [];

    /// <summary>Unique in its collection. 1 to 200 characters.</summary>
    [JsonPropertyOrder(-1)]
    public virtual string Id { get; init; } = "";

    /// <summary>0 before the first save, then one more with each. Kept beside the body, never in it.</summary>
    [JsonIgnore]
    public long Version { get; internal set; }

    /// <summary>The body from which it was loaded; empty when it was not.</summary>
    [JsonIgnore]
    internal ReadOnlyMemory<byte> Stored { get; set; }

    /// <summary>Fields that this version does not know: what a newer version wrote survives a change by this one.</summary>
    [JsonInclude, JsonExtensionData]
    private Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>What this change will send when it is saved.</summary>
    [JsonIgnore]
    public IReadOnlyList<object> Raised => raised;

    /// <summary>What is told of this change when it is saved.</summary>
    [JsonIgnore]
    public IReadOnlyList<object> Announced => announced;

    /// <summary>Sends a message with the next save. Some consumer must get it: it stays in the outbox until one has.</summary>
    public void Raise(object message) => raised.Add(message);

    /// <summary>Tells whoever listens of the next save. It is a hint: nothing keeps it, and it may be lost.</summary>
    public void Announce(object item) => announced.Add(item);

    internal void Saved(long version)
    {
        Version = version;
        raised.Clear();
        announced.Clear();
    }
}
