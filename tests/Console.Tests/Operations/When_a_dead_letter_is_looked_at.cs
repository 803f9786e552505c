using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using OperatorsConsole.Operations;
using OperatorsConsole.Sessions;
using OperatorsConsole.Shell;
using OperatorsConsole.Tests.Sessions;
using OperatorsConsole.Tests.Shell;
using Testing;

namespace OperatorsConsole.Tests.Operations;

public sealed class When_a_dead_letter_is_looked_at : BunitContext
{
    private const string Queue = "grants";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Failed = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly List<object> letters =
    [
        new { id = "first", at = Failed, error = "It is poison.", type = "GrantReward", message = new { requestId = "a", couponCode = "(left out)" }, truncated = false },
        new { id = "second", at = Failed, error = "It is no envelope.", truncated = false },
        new { id = "third", at = Failed, error = "It is too much.", type = "AddCouponCodes", truncated = true },
    ];

    [Fact]
    public async Task It_shows_what_is_in_it_and_is_sent_again_by_itself()
    {
        await using var api = await Api("operations:read", "operations:write");
        await using var console = await Opened(api);
        using var signedIn = await console.SignIn();
        var told = 0;
        var list = Render<LetterList>(shown => shown.Add(l => l.Queue, Queue).Add(l => l.Sent, () => { told++; }));

        list.WaitForAssertion(() => list.FindAll("td > code").Select(name => name.TextContent).ShouldBe(["GrantReward", "unknown", "AddCouponCodes"]), Patience);
        list.FindAll("pre").Select(text => text.TextContent.ReplaceLineEndings("\n")).ShouldBe(
        [
            "It is poison.", "{\n  \"requestId\": \"a\",\n  \"couponCode\": \"(left out)\"\n}",
            "It is no envelope.", "It cannot be read.",
            "It is too much.", "It is too large to be shown.",
        ]);

        list.FindAll("button")[1].Click();

        list.WaitForAssertion(() => told.ShouldBe(1), Patience);
        api.Calls.Select(call => call.Path).Where(path => path.EndsWith("/redeliver", StringComparison.Ordinal)).ShouldBe([$"/operations/dead-letters/{Queue}/second/redeliver"]);
        list.WaitForAssertion(() => list.FindAll("td > code").Count.ShouldBe(2), Patience);
    }

    [Fact]
    public async Task Who_may_only_read_sees_no_way_to_send_it_again()
    {
        await using var api = await Api("operations:read");
        await using var console = await Opened(api);
        using var signedIn = await console.SignIn();

        var list = Render<LetterList>(shown => shown.Add(l => l.Queue, Queue));

        list.WaitForAssertion(() => list.FindAll("td > code").Count.ShouldBe(3), Patience);
        list.FindAll("button").ShouldBeEmpty();
    }

    private Task<StubApi> Api(params string[] permissions) => new StubApi
    {
        Role = "ADMIN",
        Permissions = new Dictionary<string, IReadOnlyList<string>> { ["ADMIN"] = permissions },
        Else = context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                letters.RemoveAt(1);
                return Results.Json(new { moved = 1 }, statusCode: StatusCodes.Status202Accepted);
            }

            return Results.Json(new { items = letters, nextCursor = (string?)null });
        },
    }.Start();

    private async Task<ConsoleAlone> Opened(StubApi api)
    {
        var console = await new ConsoleAlone(api.Address).Start();
        Services.AddSingleton<IJSRuntime>(new LookedAt());
        Services.AddSingleton<TimeProvider>(new FakeTime(Failed));
        Services.AddSingleton(new ReaderClock(new HttpContextAccessor(), TimeProvider.System));
        Services.AddScoped(provider => new Caller(new Circuit(console.SessionCookie!), console.Services, provider.GetRequiredService<NavigationManager>()));
        return console;
    }
}
