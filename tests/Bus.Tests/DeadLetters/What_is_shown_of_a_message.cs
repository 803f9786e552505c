using System.Text;
using System.Text.Json;
using Bus.DeadLetters;

namespace Bus.Tests.DeadLetters;

public sealed class What_is_shown_of_a_message
{
    private static readonly DeadLetter Letter = new(DateTimeOffset.UnixEpoch, "no");

    [Theory]
    [InlineData("urn:message:Contracts.Requests:RewardRequestFailed", "RewardRequestFailed")]
    [InlineData("Contracts.Requests:RewardRequestFailed", "RewardRequestFailed")]
    [InlineData("urn:message:Tests:Outer+Inner", "Inner")]
    [InlineData("urn:message:MassTransit:Fault[[Contracts.Requests:RequestReward]]", "Fault")]
    [InlineData("Plain", "Plain")]
    [InlineData(null, null)]
    public void Its_name_stands_alone(string? type, string? name) => DeadMessage.Of("a", Letter, type, null, default).Type.ShouldBe(name);

    [Theory]
    [InlineData("""{"newPassword":"a","mfaToken":"b","SECRET":"c"}""", """{"newPassword":"(left out)","mfaToken":"(left out)","SECRET":"(left out)"}""")]
    [InlineData("""{"email":"a","sealedAddress":"b","otpauthUri":"c"}""", """{"email":"(left out)","sealedAddress":"(left out)","otpauthUri":"(left out)"}""")]
    [InlineData("""{"key":"a","keyHash":"b","authorization":"c"}""", """{"key":"(left out)","keyHash":"(left out)","authorization":"(left out)"}""")]
    [InlineData("""{"codes":["a"],"credentials":{"a":1}}""", """{"codes":"(left out)","credentials":"(left out)"}""")]
    [InlineData("""{"code":"287082"}""", """{"code":"(left out)"}""")]
    [InlineData("""{"code":287082}""", """{"code":"(left out)"}""")]
    [InlineData("""{"code":"SPRING"}""", """{"code":"(left out)"}""")]
    [InlineData("""{"couponCode":"SPRING_SALE"}""", """{"couponCode":"(left out)"}""")]
    [InlineData("""{"delivery":[{"url":"a","sealedSecret":"b"}]}""", """{"delivery":[{"url":"a","sealedSecret":"(left out)"}]}""")]
    public void Without_its_secrets_at_any_depth(string message, string shown) => Shown(message).ShouldBe(shown);

    [Theory]
    [InlineData("""{"requestId":"a","code":"OUT_OF_STOCK","reasonCode":"NOT_ELIGIBLE"}""")]
    [InlineData("""{"couponCodes":true,"emailVerified":false,"couponCode":null}""")]
    [InlineData("""{"name":"Ada","points":1.50,"items":[1,null,{"at":"2030-01-31T12:00:00Z"}]}""")]
    [InlineData("{}")]
    public void With_all_else_as_it_is(string message) => Shown(message).ShouldBe(message);

    [Fact]
    public void It_is_left_out_where_it_is_too_large()
    {
        var large = DeadMessage.Of("a", Letter, "Large", "b", Json($$"""{"text":"{{new string('x', 16 * 1024)}}"}"""));

        large.ShouldBe(new DeadMessage("a", Letter.At, Letter.Error, "Large", "b", null, Truncated: true));
    }

    [Fact]
    public void It_is_taken_out_of_its_envelope()
    {
        var read = Of("""{"messageId":"m","correlationId":"c","messageType":["urn:message:A:Own","urn:message:A:Base"],"message":{"name":"n"},"headers":{}}""");

        (read.Type, read.CorrelationId, read.Message!.Value.GetRawText(), read.Truncated).ShouldBe(("Own", "c", """{"name":"n"}""", false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"messageType":null,"message":1}""")]
    [InlineData("""{"messageType":[],"message":"text"}""")]
    public void What_is_no_envelope_has_its_fault_alone(string body) =>
        Of(body).ShouldBe(new DeadMessage("a", Letter.At, Letter.Error, null, null, null, Truncated: false));

    [Fact]
    public void What_is_nested_too_deeply_has_its_fault_alone() =>
        Of("""{"messageType":["A:B"],"message":{"a":""" + new string('[', 30) + new string(']', 30) + "}}").Message.ShouldBeNull();

    private static DeadMessage Of(string envelope) => DeadMessage.Of("a", Letter, Encoding.UTF8.GetBytes(envelope));

    private static string? Shown(string message) => DeadMessage.Of("a", Letter, null, null, Json(message)).Message?.GetRawText();

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
