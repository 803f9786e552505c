using Documents.Tests.Articles;

namespace Documents.Tests;

public sealed class A_schema
{
    [Fact]
    public void A_field_whose_text_does_not_order_is_refused_where_it_is_declared()
    {
        Should.Throw<ArgumentException>(() => new Schema<Article>("articles").Index(a => a.Count));
        Should.Throw<ArgumentException>(() => new Schema<Article>("articles").Unique(a => a.Price));
        Should.Throw<ArgumentException>(() => new Schema<Article>("articles").Index(a => a.Tags));
        Should.Throw<ArgumentException>(() => new Schema<Article>("articles").Index(a => a.Author!.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("%%%")]
    [InlineData("W10")]
    [InlineData("WyJhIl0")]
    [InlineData("WyJhIixudWxsXQ")]
    [InlineData("eyJhIjoxfQ")]
    public void A_text_that_no_page_returned_is_no_cursor(string text)
    {
        Cursor.TryParse(text, out var cursor).ShouldBeFalse();
        cursor.ShouldBeNull();
        Should.Throw<FormatException>(() => Cursor.Parse(text));
    }

    [Fact]
    public void A_cursor_survives_its_text()
    {
        var cursor = new Cursor("漢 \"quoted\"", "id/🎁");

        Cursor.Parse(cursor.ToString()).ShouldBe(cursor);
        Cursor.Parse(null).ShouldBeNull();
    }
}
