using System.Net;
using Hosting.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace OperatorsConsole.Api;

/// <summary>Where the REST API is: <c>Console__ApiUrl</c>, or this very host, where Platform serves both.</summary>
internal sealed class ApiAddress
{
    private const string Key = "Console:ApiUrl";

    private readonly Lazy<Uri> address;

    private ApiAddress(Func<Uri> address, bool isOwn) =>
        (this.address, IsOwn) = (new Lazy<Uri>(address, LazyThreadSafetyMode.PublicationOnly), isOwn);

    public Uri Value => address.Value;

    /// <summary>Calls of it end in this very process.</summary>
    public bool IsOwn { get; }

    /// <param name="isAlone">This host serves no API.</param>
    /// <exception cref="ConfigurationException">It is missing, or none.</exception>
    public static Func<IServiceProvider, ApiAddress> From(IConfiguration configuration, bool isAlone)
    {
        if (!isAlone && string.IsNullOrEmpty(configuration[Key]))
        {
            return provider => new ApiAddress(() => Own(provider.GetRequiredService<IServer>()), isOwn: true);
        }

        var given = configuration.Required(Key);
        return Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? _ => new ApiAddress(() => uri, isOwn: false)
            : throw new ConfigurationException(Key, $"is '{given}', not an address like http://127.0.0.1:8080");
    }

    /// <summary>Known once the host listens; whatever it listens on, itself it reaches by an address of its own.</summary>
    private static Uri Own(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var first = addresses.OrderBy(one => one.StartsWith("https", StringComparison.Ordinal)).FirstOrDefault()
            ?? throw new ConfigurationException(Key, "is missing, and this host listens nowhere");
        var binding = BindingAddress.Parse(first);

        // Under a name a host listens everywhere, and the name may lead to what stands before it.
        var host = IPAddress.TryParse(binding.Host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? binding.Host
            : binding.Host == "localhost" ? binding.Host
            : "127.0.0.1";
        return new Uri($"{binding.Scheme}://{host}:{binding.Port}");
    }
}
