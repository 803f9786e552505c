using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Bus;

/// <summary>
/// Reads what is on the wire as MassTransit does, with former names taken for today's, and the envelope in one pass: MassTransit's
/// own first makes a document of it all.
/// </summary>
internal sealed class WireDeserializer(FormerNames names) : SystemTextJsonMessageSerializer, IMessageDeserializer, ISerializerFactory
{
    IMessageSerializer ISerializerFactory.CreateSerializer() => this;

    IMessageDeserializer ISerializerFactory.CreateDeserializer() => this;

    ConsumeContext IMessageDeserializer.Deserialize(ReceiveContext receiveContext) => new BodyConsumeContext(receiveContext, Read(receiveContext.Body));

    SerializerContext IMessageDeserializer.Deserialize(MessageBody body, Headers headers, Uri? destinationAddress) => Read(body);

    /// <exception cref="SerializationException">It is no envelope, or one without a message: a dead letter.</exception>
    private SystemTextJsonSerializerContext Read(MessageBody body)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize<JsonMessageEnvelope>(body.GetBytes(), Options);
            if (envelope?.Message is null)
            {
                throw new SerializationException("There is no envelope with a message.");
            }

            names.Rename(envelope.MessageType);
            return new SystemTextJsonSerializerContext(
                this, Options, ContentType, new EnvelopeMessageContext(envelope, this), envelope.MessageType ?? [], envelope);
        }
        catch (JsonException e)
        {
            throw new SerializationException("The envelope cannot be read.", e);
        }
    }
}
