using System.Text;
using Documents.PostgreSql;

namespace Documents.Tests.PostgreSql;

public sealed class StorableTextTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"b"}""")]
    [InlineData("""{"a":"\u0000"}""", """{"a":"\u2400"}""")]
    [InlineData("""{"a":"\\u0000"}""", """{"a":"\\u0000"}""")]
    [InlineData("""{"a":"\\\u0000\u0000\\u0000"}""", """{"a":"\\\u2400\u2400\\u0000"}""")]
    public void FromJson_ReplacesEscapedNul_AndNothingElse(string body, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var storable = StorableText.FromJson(bytes);

        Encoding.UTF8.GetString(storable).ShouldBe(expected);
        ReferenceEquals(storable, bytes).ShouldBe(body == expected);
        Encoding.UTF8.GetString(bytes).ShouldBe(body);
    }

    [Fact]
    public void From_GivesTextThatTheServerTakes()
    {
        StorableText.From("a\0b").ShouldBe("a␀b");
        StorableText.From("😀").ShouldBe("😀");
        StorableText.From("a\uD800b").ShouldBe("a\uFFFDb");
        StorableText.From("plain").ShouldBeSameAs("plain");
    }
}
