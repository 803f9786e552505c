using Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OperatorsConsole.Sessions;

namespace OperatorsConsole.Tests;

/// <summary>The console's own host in the process of its test, and somebody who asks for pages without a script.</summary>
internal sealed class ConsoleAlone : IAsyncDisposable
{
    private readonly WebApplication app;

    public ConsoleAlone(Uri api, IVault? vault = null, TimeProvider? time = null)
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

        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        app = builder.Build();
        app.MapOperatorsConsole();
    }

    public PlainVisitor Visitor { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    public Readers Readers => app.Services.GetRequiredService<Readers>();

    public Uri Address => new(new Uri(app.Urls.First()), "/console/");

    public async Task<ConsoleAlone> Start()
    {
        await app.StartAsync();
        Visitor = new PlainVisitor(Address);
        return this;
    }

    public string? SessionCookie => Visitor.SessionCookie;

    public Task<HttpResponseMessage> Open(string place) => Visitor.Open(place);

    public Task<HttpResponseMessage> SignIn(string place = "sign-in?return=profile") => Visitor.SignIn("robin@example.com", "Correct-horse-7", place);

    public Task<string> FormToken(string place) => Visitor.FormToken(place);

    public Task<HttpResponseMessage> Send(string place, params (string Name, string Value)[] fields) => Visitor.Send(place, fields);

    public async ValueTask DisposeAsync()
    {
        Visitor?.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
