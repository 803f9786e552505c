using System.Net;

namespace OperatorsConsole.Tests.Sessions;

public sealed class How_a_circuit_is_reached
{
    [Theory]
    [InlineData("_blazor")]
    [InlineData("_BLAZOR")]
    [InlineData("_blazor/")]
    [InlineData("_Blazor/")]
    public async Task Is_one_way_in_whichever_spelling_for_who_is_signed_in_and_as_a_tab(string place)
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var stranger = await console.Open(place);
        using var strangerAsks = await console.Send($"{place.TrimEnd('/')}/negotiate?negotiateVersion=1");
        (stranger.StatusCode, strangerAsks.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));

        using var signedIn = await console.SignIn();
        using var plain = await console.Open(place);
        using var asks = await console.Send($"{place.TrimEnd('/')}/negotiate?negotiateVersion=1");

        (plain.StatusCode, asks.StatusCode).ShouldBe((HttpStatusCode.UpgradeRequired, HttpStatusCode.OK));
    }
}
