using Bunit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OperatorsConsole.Events.Editing;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Tests.Events;

public sealed class When_a_campaign_is_written_wrongly : BunitContext
{
    private EventDraft? sent;

    public When_a_campaign_is_written_wrongly() => Services.AddSingleton(new ReaderClock(new HttpContextAccessor(), TimeProvider.System));

    [Fact]
    public void It_is_said_and_nothing_is_sent()
    {
        var form = Sent("http/acme");

        form.Find("[role=alert]").TextContent.ShouldContain("“http/acme” names no campaign");
        sent.ShouldBeNull();
    }

    [Theory]
    [InlineData("http/acme/c-7", "c-7")]
    [InlineData("  ", null)]
    public void What_names_one_and_what_names_none_is_sent(string text, string? campaign)
    {
        var form = Sent(text);

        form.FindAll("[role=alert]").ShouldBeEmpty();
        sent.ShouldNotBeNull().Campaign?.CampaignId.ShouldBe(campaign);
        (sent.Campaign is null).ShouldBe(campaign is null);
    }

    private IRenderedComponent<EventForm> Sent(string campaign)
    {
        var draft = new EventDraft("Some", null, null, DateTimeOffset.UnixEpoch, null, "UTC", ApprovalMode.Auto, null, FourEyes: false, null, null, null);
        var form = Render<EventForm>(of => of.Add(f => f.Draft, draft).Add(f => f.Verb, "Save").Add(f => f.ShowsCampaign, true).Add(f => f.Sent, made => sent = made));
        form.Find("input[placeholder^=platform]").Change(campaign);
        form.Find("form").Submit();
        return form;
    }
}
