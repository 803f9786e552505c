using System.Text.Json;
using Documents.Outbox;
using Messages;

namespace Documents.Tests.Dispatch;

public sealed class Names_of_messages
{
    [Fact]
    public void A_name_has_the_namespace_and_no_assembly()
    {
        MessageNames.Of(typeof(Printed)).ShouldBe("Documents.Tests.Dispatch:Names_of_messages+Printed");
        MessageNames.Find("Documents.Tests.Dispatch:Names_of_messages+Printed").ShouldBe(typeof(Printed));
        Should.Throw<ArgumentException>(() => MessageNames.Of(typeof(List<Printed>)));
    }

    [Theory]
    [InlineData("Documents.Tests.Dispatch:Typed")]
    [InlineData("Documents.Tests.Dispatch:Written")]
    public void What_waits_under_a_former_name_is_what_it_is_called_now(string former)
    {
        MessageNames.FormerOf(typeof(Printed)).ShouldContain(former);
        var message = new OutboxMessage(
            Guid.NewGuid(), former, JsonSerializer.SerializeToElement(new { pages = 3 }), DateTimeOffset.UnixEpoch, null);

        message.MessageType.ShouldBe(typeof(Printed));
        message.Message.ShouldBe(new Printed(3));
    }

    [Theory]
    [InlineData("Documents.Tests.Dispatch:Burnt")]
    [InlineData("Some.Message, Some")]
    [InlineData("System.Collections.Generic:List`1[[Some]]")]
    [InlineData("")]
    public void What_nobody_is_called_is_not_found(string name) => MessageNames.Find(name).ShouldBeNull();

    [FormerlyKnownAs("Documents.Tests.Dispatch:Typed")]
    [FormerlyKnownAs("Documents.Tests.Dispatch:Written")]
    internal sealed record Printed(int Pages);
}
