using Messaging.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

public static class MessagingClientExtensions
{
    /// <summary>
    /// Adds <see cref="MessagingClient"/>, and <see cref="MessagingClientFactory"/> for more of them. The options are validated as the host starts.
    /// </summary>
    /// <param name="lifetime">Scoped by default: a scope is one caller. A client with a service key may be a singleton.</param>
    /// <returns>Of the HTTP client, for handlers of one's own.</returns>
    public static IHttpClientBuilder AddMessagingClient(
        this IServiceCollection services, Action<MessagingClientOptions> configure, ServiceLifetime lifetime = ServiceLifetime.Scoped)
    {
        services.AddOptions<MessagingClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MessagingClientOptions>, OptionsThatMakeSense>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new MessagingClientFactory(
            provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<IOptions<MessagingClientOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAdd(ServiceDescriptor.Describe(typeof(MessagingClient), provider => provider.GetRequiredService<MessagingClientFactory>().Create(), lifetime));
        return services
            .AddHttpClient(MessagingClientFactory.Name, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(MessagingClient.CreateHandler);
    }

    private sealed class OptionsThatMakeSense : IValidateOptions<MessagingClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, MessagingClientOptions options) =>
            options.Fault() is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
    }
}
