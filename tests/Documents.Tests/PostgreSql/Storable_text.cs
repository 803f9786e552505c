using System.Text;
using Documents.PostgreSql;

namespace Documents.Tests.PostgreSql;

public sealed class Storable_text
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"b"}""")]
    [InlineData("""{"a":"\u0000"}""", """{"a":"\u2400"}""")]
    [InlineData("""{"a":"\\u0000"}""", """{"a":"\\u0000"}""")]
    [InlineData("""{"a":"\\\u0000\u0000\\u0000"}""", """{"a":"\\\u2400\u2400\\u0000"}""")]
    public void From_JSON_replaces_escaped_NUL_and_nothing_else(string body, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var storable = StorableText.FromJson(bytes);

        Encoding.UTF8.GetString(storable).ShouldBe(expected);
        ReferenceEquals(storable, bytes).ShouldBe(body == expected);
        Encoding.UTF8.GetString(bytes).ShouldBe(body);
    }

    [Fact]
    public void From_gives_text_that_the_server_takes()
    {
        StorableText.From("a\0b").ShouldBe("a␀b");
        StorableText.From("😀").ShouldBe("😀");
        StorableText.From("a\uD800b").ShouldBe("a\uFFFDb");
        StorableText.From("plain").ShouldBeSameAs("plain");
    }
}
