using System.Diagnostics;
using Bus;
using Contracts.Mails;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AuthService.Mails;

/// <summary>The links in mails. By default they lead to the console of the Gateway: of this process where that serves it, else of this machine.</summary>
internal sealed class MailLinks(MailSettings settings, MessageBusSettings bus, IServer server)
{
    private const string UsualGateway = "http://127.0.0.1:8080";

    private static readonly string[] AnyAddress = ["*", "+", "[::]", "0.0.0.0"];

    public string Of(MailKind kind, string token) => $"{settings.LinkBase ?? $"{Gateway()}/console"}/{PageOf(kind)}?token={token}";

    private static string PageOf(MailKind kind) => kind switch
    {
        MailKind.VerifyEmail => "verify-email",
        MailKind.ResetPassword => "reset-password",
        MailKind.Invitation => "invitations",
        _ => throw new UnreachableException(),
    };

    private string Gateway()
    {
        var own = bus.Embedded ? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() : null;
        if (own is null)
        {
            return UsualGateway;
        }

        var address = BindingAddress.Parse(own);
        return $"{address.Scheme}://{(AnyAddress.Contains(address.Host) ? "localhost" : address.Host)}:{address.Port}";
    }
}
