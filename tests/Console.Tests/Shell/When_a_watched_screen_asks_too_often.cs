using Bunit;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using OperatorsConsole.Sessions;
using OperatorsConsole.Shell;
using OperatorsConsole.Tests.Sessions;
using Testing;

namespace OperatorsConsole.Tests.Shell;

public sealed class When_a_watched_screen_asks_too_often : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskedToWait = TimeSpan.FromSeconds(30);

    private readonly FakeTime time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_was_there_stays_it_says_so_and_it_asks_again_when_it_may()
    {
        var (asked, answer) = (0, Page("the first answer"));
        await using var api = await new StubApi
        {
            Else = context =>
            {
                Interlocked.Increment(ref asked);
                return answer(context);
            },
        }.Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        Services.AddSingleton<IJSRuntime>(new LookedAt());
        Services.AddSingleton<TimeProvider>(time);
        Services.AddScoped(provider => new Caller(new Circuit(console.SessionCookie!), console.Services, provider.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>()));
        var screen = Render<Watched>();
        screen.WaitForAssertion(() => screen.Markup.ShouldBe("the first answer, fresh"), Patience);

        answer = TooOften;
        time.Advance(Pace);
        screen.WaitForAssertion(() => screen.Markup.ShouldBe("the first answer, More than 5 requests in a minute."), Patience);
        (answer, var before) = (Page("the second answer"), asked);

        // Its next turn is to wait for as long as it was asked to.
        time.Advance(Pace);
        await Wait.Until(() => time.Waiting == 2, "the screen waits");
        time.Advance(AskedToWait - Pace);
        asked.ShouldBe(before);
        time.Advance(Pace);
        screen.WaitForAssertion(() => screen.Markup.ShouldBe("the second answer, fresh"), Patience);
    }

    private static Func<HttpContext, IResult> Page(string text) => _ => Results.Json(new { items = Array.Empty<object>(), nextCursor = text });

    private static IResult TooOften(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "30";
        return Results.Json(new { detail = "More than 5 requests in a minute.", status = 429, code = "RATE_LIMITED" }, contentType: "application/problem+json", statusCode: 429);
    }

    private sealed class Watched : WatchedScreen<Page<Event>>
    {
        protected override string Place => "";

        protected override TimeSpan Pace => When_a_watched_screen_asks_too_often.Pace;

        protected override Task<Page<Event>> Load(MessagingClient client) => client.Events.List().Page(cancellationToken: Leaving);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.AddContent(0, $"{Answer?.Value?.NextCursor}, {Missed?.Message ?? "fresh"}");
        }
    }
}
