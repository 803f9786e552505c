using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using OperatorsConsole.Requests;
using OperatorsConsole.Sessions;
using OperatorsConsole.Shell;
using OperatorsConsole.Tests.Sessions;
using OperatorsConsole.Tests.Shell;
using Testing;

namespace OperatorsConsole.Tests.Requests;

public sealed class What_is_told_of_a_request : BunitContext
{
    private static readonly DateTimeOffset Asked = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Says_whether_its_event_was_changed_since(int minutes, bool isOlder)
    {
        var request = new RewardRequest(Guid.Empty, Guid.Empty, Guid.Empty, RequestStatus.Pending, [], [], Asked, Asked);
        var its = new Event(
            Guid.Empty, "Harvest", null, null, Asked, null, "UTC", EventStatus.Active, ApprovalMode.Manual, 60, FourEyes: true, null, null, null, Asked, Asked.AddMinutes(minutes), 2);

        var waiting = WaitingRequest.Of(request, its);

        (waiting.IsOlder, waiting.Deadline).ShouldBe((isOlder, Asked.AddSeconds(60)));
        Render<EyesNote>(note => note.Add(n => n.Of, waiting).Add(n => n.Reader, null))
            .Markup.Contains("The event was changed after this was requested", StringComparison.Ordinal).ShouldBe(isOlder);
    }

    [Fact]
    public async Task Its_grants_are_looked_for_in_a_bounded_part_of_the_ledger()
    {
        await using var api = await new StubApi { Else = Ledger }.Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        Services.AddSingleton<IJSRuntime>(new LookedAt());
        Services.AddSingleton<TimeProvider>(new FakeTime(Asked));
        Services.AddSingleton(new ReaderClock(new HttpContextAccessor(), TimeProvider.System));
        Services.AddScoped(provider => new Caller(new Circuit(console.SessionCookie!), console.Services, provider.GetRequiredService<NavigationManager>()));

        var grants = Render<RequestGrants>(shown => shown.Add(g => g.RequestId, Guid.NewGuid()).Add(g => g.UserId, Guid.Empty).Add(g => g.Since, Asked));

        grants.WaitForAssertion(() => grants.Markup.ShouldContain("there are older ones"), TimeSpan.FromSeconds(30));
        api.Calls.Count(call => call.Path.EndsWith("/ledger", StringComparison.Ordinal)).ShouldBe(4);
    }

    /// <summary>Without an end, and nothing of it is of the request.</summary>
    private static IResult Ledger(HttpContext context) => Results.Json(new
    {
        items = Enumerable.Range(0, 100).Select(_ => new { id = Guid.NewGuid(), requestId = Guid.NewGuid(), rewardId = Guid.NewGuid(), type = "POINT", amount = 1, at = Asked.AddDays(1) }),
        nextCursor = "more",
    });
}
