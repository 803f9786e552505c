using System.Net;

namespace OperatorsConsole.Tests.Shell;

public sealed class What_is_not_there
{
    [Theory]
    [InlineData("xyz")]
    [InlineData("events/xyz/abc")]
    [InlineData("xyz.txt")]
    [InlineData("not-found")]
    public async Task Is_a_404_with_a_page_that_says_so_and_asks_for_no_circuit(string place)
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();

        using var page = await console.Open(place);

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var said = await page.Content.ReadAsStringAsync();
        said.ShouldContain("There is no such page");
        said.ShouldNotContain("components-reconnect-modal");
    }

    [Fact]
    public async Task Holds_not_for_the_sheet_of_another_version_which_browsers_do_not_keep()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();

        using var sheet = await console.Open("theme.css?v=another");

        sheet.StatusCode.ShouldBe(HttpStatusCode.OK);
        sheet.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }
}
