using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using OperatorsConsole.Events;
using OperatorsConsole.Sessions;
using OperatorsConsole.Shell;
using OperatorsConsole.Tests.Sessions;

namespace OperatorsConsole.Tests.Shell;

public sealed class When_nobody_knows_the_reader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>In a tab whose circuit begins just then: of a page that is asked for there is the failed page.</summary>
    [Fact]
    public async Task Why_stands_in_place_of_the_page()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        await api.Stop();
        await using var browser = new BunitContext();
        browser.JSInterop.Mode = JSRuntimeMode.Loose;
        browser.Services.AddMudServices();
        browser.Services.AddSingleton(TimeProvider.System);
        browser.Services.AddScoped(provider => new Caller(new Circuit(console.SessionCookie!), console.Services, provider.GetRequiredService<NavigationManager>()));

        var shell = browser.Render<MainLayout>(layout => layout
            .AddCascadingValue(new RouteData(typeof(EventList), new Dictionary<string, object?>()))
            .Add(l => l.Body, "<p>the list of events</p>"));

        shell.WaitForAssertion(() => shell.Find("main [role=alert]").TextContent.ShouldContain("The platform cannot be reached."), Patience);
        shell.Find("main").TextContent.ShouldNotContain("the list of events");
        shell.FindAll(".menu a, .who").ShouldBeEmpty();
    }
}
