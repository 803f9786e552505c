using Bunit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OperatorsConsole.Api;
using OperatorsConsole.Events.Conditions;
using OperatorsConsole.Events.Rewards;
using OperatorsConsole.Sessions;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Tests.Shell;

public sealed class What_every_screen_shows : BunitContext
{
    [Fact]
    public void A_moment_stands_in_the_zone_of_its_reader_and_has_UTC_on_hover()
    {
        var http = new HttpContextAccessor { HttpContext = new DefaultHttpContext() };
        http.HttpContext.Request.Headers.Cookie = "console-zone=Asia%2FTokyo";
        Services.AddSingleton(new ReaderClock(http, TimeProvider.System));

        var shown = Render<Moment>(moment => moment.Add(m => m.At, new DateTimeOffset(2026, 3, 1, 20, 30, 5, TimeSpan.Zero))).Find("time");

        shown.TextContent.ShouldBe("2 Mar 2026, 05:30");
        shown.GetAttribute("title").ShouldBe("2026-03-01 20:30:05 UTC");
        shown.GetAttribute("datetime").ShouldBe("2026-03-01T20:30:05.0000000Z");
    }

    [Theory]
    [InlineData("..%2FAsia%2FTokyo")]
    [InlineData("%2Fetc%2Flocaltime")]
    [InlineData("Asia//Tokyo")]
    [InlineData("")]
    public void A_zone_that_is_no_name_of_one_is_UTC(string cookie)
    {
        var http = new HttpContextAccessor { HttpContext = new DefaultHttpContext() };
        http.HttpContext.Request.Headers.Cookie = $"console-zone={cookie}";

        new ReaderClock(http, TimeProvider.System).Zone.ShouldBe(TimeZoneInfo.Utc);
    }

    [Theory]
    [InlineData(1234567, "1 234 567")]
    [InlineData(-12.5, "-12.50")]
    public void An_amount_has_separators(double of, string shown) =>
        Render<Amount>(amount => amount.Add(a => a.Of, (decimal)of)).Find(".amount").TextContent.ShouldBe(shown.Replace(' ', '\u202F'));

    [Fact]
    public void A_number_in_a_sentence_has_the_same_ones()
    {
        RewardLine.Of(new PointReward { Points = 1500 }).What.ShouldBe("1\u202F500 points");
        ConditionSentence.Of(Condition.Sum("purchase", "amount", Comparison.AtLeast, 12500.125m)).ShouldContain("12\u202F500.125");
    }

    [Fact]
    public void A_refusal_stands_in_the_words_of_the_API_with_its_code_its_trace_and_its_fields()
    {
        var fault = new Fault(FaultKind.Refused, "It is not valid.", "VALIDATION_FAILED", "4bf92f", new Dictionary<string, string[]> { ["name"] = ["is missing"] });

        var text = Render<Problem>(problem => problem.Add(p => p.Fault, fault)).Find("[role=alert]").TextContent;

        text.ShouldContain("It is not valid.");
        text.ShouldContain("VALIDATION_FAILED");
        text.ShouldContain("4bf92f");
        text.ShouldContain("name: is missing");
    }

    [Theory]
    [InlineData("events?q=a", "events?q=a")]
    [InlineData("/events", "events")]
    [InlineData("https://evil.example/", "")]
    [InlineData("//evil.example/", "evil.example/")]
    [InlineData("javascript:alert(1)", "")]
    [InlineData("\\\\evil.example", "evil.example")]
    [InlineData("a\\b", "")]
    [InlineData("../../", "")]
    [InlineData("./https://evil.example/x", "")]
    [InlineData("a/../https://evil.example", "")]
    [InlineData(".//evil.example/x", "evil.example/x")]
    [InlineData("//x", "x")]
    [InlineData("\\x", "x")]
    [InlineData("events?q=a:b", "events?q=a:b")]
    public void Where_it_goes_on_after_signing_in_is_the_console(string asked, string goesTo) => SignInAddress.Local(asked).ShouldBe(goesTo);
}
