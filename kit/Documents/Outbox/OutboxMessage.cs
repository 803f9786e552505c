using System.Text.Json;
using System.Text.Json.Serialization;
using Messages;

namespace Documents.Outbox;

/// <summary>A message kept in the document that raised it until it is known to be sent.</summary>
/// <param name="Id">Stable: every delivery of this message carries it.</param>
/// <param name="Type">What <see cref="MessageNames"/> calls the message, or called it when it was raised.</param>
/// <param name="TraceParent">The W3C trace in which it was raised.</param>
public sealed record OutboxMessage(
    Guid Id, string Type, JsonElement Body, DateTimeOffset RaisedAt, string? TraceParent)
{
    /// <summary>What was raised, as long as this process has it: it need not be read again to be sent.</summary>
    private object? message;

    internal static OutboxMessage From(object raised, DateTimeOffset now, string? traceParent)
    {
        var type = raised.GetType();
        return new OutboxMessage(
            Guid.CreateVersion7(now),
            MessageNames.Of(type),
            JsonSerializer.SerializeToElement(raised, type, DocumentJson.Options),
            now,
            traceParent)
        {
            message = raised,
        };
    }

    [JsonIgnore]
    public object Message => message ??=
        Body.Deserialize(MessageType, DocumentJson.Options) ?? throw new InvalidOperationException($"Message {Id} of {Type} is empty.");

    [JsonIgnore]
    public Type MessageType =>
        MessageNames.Find(Type) ?? throw new InvalidOperationException($"Message {Id} has the unknown type {Type}.");
}
