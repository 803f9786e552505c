namespace OperatorsConsole.Tests.Sessions;

public sealed class From_where_a_reader_asks
{
    [Fact]
    public async Task The_API_hears_for_each_call()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        console.Visitor.Headers.Add("X-Forwarded-For", "192.0.2.7");
        using var signedIn = await console.SignIn();
        using var first = await console.Open("profile");
        api.Calls.Select(call => call.Path).ShouldContain("/auth/me");
        api.Calls.ShouldAllBe(call => call.Client == "192.0.2.7");
        api.Calls.Clear();

        console.Visitor.Headers.Remove("X-Forwarded-For");
        console.Visitor.Headers.Add("X-Forwarded-For", "192.0.2.8");
        using var second = await console.Open("profile");

        api.Calls.ShouldNotBeEmpty();
        api.Calls.ShouldAllBe(call => call.Client == "192.0.2.8");
    }
}
