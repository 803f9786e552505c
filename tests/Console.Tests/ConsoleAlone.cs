using System.Net;
using System.Text.RegularExpressions;
using Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OperatorsConsole.Sessions;

namespace OperatorsConsole.Tests;

/// <summary>The console's own host in the process of its test, and somebody who asks for pages without a script.</summary>
internal sealed partial class ConsoleAlone : IAsyncDisposable
{
    private readonly WebApplication app;

    public ConsoleAlone(Uri api, IVault? vault = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "Console", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection([new("Console:ApiUrl", api.ToString()), new("TrustedProxies", "127.0.0.1")]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddHosting();
        builder.AddOperatorsConsole();
        if (vault is not null)
        {
            builder.Services.AddSingleton(vault);
        }

        app = builder.Build();
        app.MapOperatorsConsole();
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Visitor { get; private set; } = null!;

    public Readers Readers => app.Services.GetRequiredService<Readers>();

    public Uri Address => new(new Uri(app.Urls.First()), "/console/");

    public async Task<ConsoleAlone> Start()
    {
        await app.StartAsync();
        Visitor = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = Address };
        return this;
    }

    public string? SessionCookie => Cookies.GetCookies(Address)["console-session"]?.Value;

    public Task<HttpResponseMessage> Open(string place) => Visitor.GetAsync(new Uri(place, UriKind.Relative));

    public async Task<HttpResponseMessage> SignIn(string place = "sign-in?return=profile")
    {
        var token = await FormToken("sign-in");
        return await Send(place, ("_handler", "sign-in"), ("__RequestVerificationToken", token), ("Form.Email", "robin@example.com"), ("Form.Password", "Correct-horse-7"));
    }

    public async Task<string> FormToken(string place)
    {
        using var page = await Open(place);
        return Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
    }

    public async Task<HttpResponseMessage> Send(string place, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Visitor.PostAsync(new Uri(place, UriKind.Relative), form);
    }

    public async ValueTask DisposeAsync()
    {
        Visitor?.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
