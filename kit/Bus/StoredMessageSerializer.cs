using System.Net.Mime;
using System.Text.Json;
using Documents.Outbox;
using MassTransit;
using MassTransit.Serialization;

namespace Bus;

/// <summary>Puts what stands in an outbox into the envelope of the wire as it is: it was made text when it was raised.</summary>
internal sealed class StoredMessageSerializer(OutboxMessage message) : IMessageSerializer
{
    public ContentType ContentType => SystemTextJsonMessageSerializer.JsonContentType;

    public MessageBody GetMessageBody<T>(SendContext<T> context) where T : class => new BytesMessageBody(JsonSerializer.SerializeToUtf8Bytes(
        new JsonMessageEnvelope(context, message.Body), SystemTextJsonMessageSerializer.Options));
}
