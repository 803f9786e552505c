using System.Text.Json;
using System.Text.Json.Serialization;
using Messages;

namespace Documents.Outbox;

/// <summary>A message kept in the document that raised it until it is known to be sent.</summary>
/// <param name="Id">Stable: every delivery of this message carries it.</param>
/// <param name="Type">What <see cref="MessageNames"/> calls the message, or called it when it was raised.</param>
/// <param name="Required">Some consumer's queue must take it; otherwise it is for whoever listens.</param>
/// <param name="TraceParent">The W3C trace in which it was raised.</param>
public sealed record OutboxMessage(
    Guid Id, string Type, JsonElement Body, DateTimeOffset RaisedAt, bool Required, string? TraceParent)
{
    internal static OutboxMessage From(RaisedMessage raised, DateTimeOffset now, string? traceParent)
    {
        var type = raised.Message.GetType();
        return new OutboxMessage(
            Guid.CreateVersion7(now),
            MessageNames.Of(type),
            JsonSerializer.SerializeToElement(raised.Message, type, DocumentJson.Options),
            now,
            raised.Required,
            traceParent);
    }

    [JsonIgnore]
    public object Message =>
        Body.Deserialize(MessageType, DocumentJson.Options) ?? throw new InvalidOperationException($"Message {Id} of {Type} is empty.");

    [JsonIgnore]
    public Type MessageType =>
        MessageNames.Find(Type) ?? throw new InvalidOperationException($"Message {Id} has the unknown type {Type}.");
}
