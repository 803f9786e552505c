using System.Collections.Concurrent;
using MassTransit;
using Messages;

namespace Bus;

/// <summary>
/// The former names of what is consumed here: an older instance sends a message under the name that it had then, to the
/// exchange of that name.
/// </summary>
internal sealed class FormerNames
{
    private const string Urn = "urn:message:";

    private readonly ConcurrentDictionary<string, string> current = new(StringComparer.Ordinal);

    /// <summary>Gives this endpoint what is sent to the former names of the messages that it consumes.</summary>
    public void Accept(IReceiveEndpointConfigurator endpoint, IEnumerable<Type> messages)
    {
        foreach (var message in messages)
        {
            foreach (var former in MessageNames.FormerOf(message))
            {
                current[Urn + former] = Urn + MessageNames.Of(message);
                (endpoint as IRabbitMqReceiveEndpointConfigurator)?.Bind(former);
            }
        }
    }

    /// <param name="urns">Null of a message that names no type.</param>
    public void Rename(string[]? urns)
    {
        for (var i = 0; i < urns?.Length && !current.IsEmpty; i++)
        {
            urns[i] = current.GetValueOrDefault(urns[i], urns[i]);
        }
    }
}
