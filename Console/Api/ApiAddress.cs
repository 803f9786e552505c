using Hosting.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OperatorsConsole.Api;

/// <summary>Where the REST API is: <c>Console__ApiUrl</c>, or this very host, where Platform serves both.</summary>
internal sealed class ApiAddress
{
    private const string Key = "Console:ApiUrl";

    private readonly Lazy<Uri> address;

    private ApiAddress(Func<Uri> address) => this.address = new Lazy<Uri>(address, LazyThreadSafetyMode.PublicationOnly);

    public Uri Value => address.Value;

    public static ApiAddress From(IConfiguration configuration, IServiceProvider provider)
    {
        if (configuration[Key] is not { Length: > 0 } given)
        {
            return new ApiAddress(() => Own(provider.GetRequiredService<IServer>()));
        }

        return Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new ApiAddress(() => uri)
            : throw new ConfigurationException(Key, $"is '{given}', not an address like http://127.0.0.1:8080");
    }

    /// <summary>Known once the host listens; whatever it listens on, itself it reaches by loopback.</summary>
    private static Uri Own(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var first = addresses.OrderBy(one => one.StartsWith("https", StringComparison.Ordinal)).FirstOrDefault()
            ?? throw new ConfigurationException(Key, "is missing, and this host listens nowhere");
        var binding = BindingAddress.Parse(first);
        var host = binding.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : binding.Host;
        return new Uri($"{binding.Scheme}://{host}:{binding.Port}");
    }
}
