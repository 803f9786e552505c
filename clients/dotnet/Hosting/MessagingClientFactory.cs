using Microsoft.Extensions.Options;

namespace Messaging.Client;

/// <summary>Makes clients, each a caller of its own, over the connections of one <see cref="IHttpClientFactory"/>.</summary>
public sealed class MessagingClientFactory
{
    internal const string Name = "Messaging.Client";

    private readonly IHttpClientFactory http;
    private readonly IOptions<MessagingClientOptions> options;
    private readonly TimeProvider time;

    internal MessagingClientFactory(IHttpClientFactory http, IOptions<MessagingClientOptions> options, TimeProvider time) =>
        (this.http, this.options, this.time) = (http, options, time);

    public MessagingClient Create() => new(options.Value, () => http.CreateClient(Name), time);
}
