using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace OperatorsConsole.Tests;

/// <summary>Somebody who asks a console for pages without a script.</summary>
internal sealed partial class PlainVisitor : IDisposable
{
    private readonly HttpClient http;

    /// <param name="from">An address of this machine, from which he asks.</param>
    public PlainVisitor(Uri console, IPAddress? from = null)
    {
        http = new HttpClient(From(from, Cookies)) { BaseAddress = console };
    }

    public CookieContainer Cookies { get; } = new();

    public System.Net.Http.Headers.HttpRequestHeaders Headers => http.DefaultRequestHeaders;

    public string? SessionCookie => Cookies.GetCookies(http.BaseAddress!)["console-session"]?.Value;

    /// <summary>Connects from an address of this machine's own.</summary>
    public static SocketsHttpHandler From(IPAddress? address, CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = cookies is not null };
        if (cookies is not null)
        {
            handler.CookieContainer = cookies;
        }

        if (address is not null)
        {
            handler.ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return handler;
    }

    public Task<HttpResponseMessage> Open(string place) => http.GetAsync(new Uri(place, UriKind.Relative));

    public async Task<HttpResponseMessage> SignIn(string email, string password, string place = "sign-in")
    {
        var token = await FormToken("sign-in");
        return await Send(place, ("_handler", "sign-in"), ("__RequestVerificationToken", token), ("Form.Email", email), ("Form.Password", password));
    }

    public async Task<string> FormToken(string place)
    {
        using var page = await Open(place);
        return Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
    }

    public async Task<HttpResponseMessage> Send(string place, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await http.PostAsync(new Uri(place, UriKind.Relative), form);
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
