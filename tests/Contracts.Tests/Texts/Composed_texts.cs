using Texts;

namespace Contracts.Tests.Texts;

/// <summary>Of each line of Unicode's conformance test a kind: composed, decomposed, marks in any order, what does not compose again.</summary>
public sealed class Composed_texts
{
    [Theory]
    [InlineData("plain ASCII", "plain ASCII", "plain ASCII")]
    [InlineData("e\u0301", "\u00e9", "e\u0301")]
    [InlineData("\u00e9", "\u00e9", "e\u0301")]
    [InlineData("\u212b", "\u00c5", "A\u030a")]
    [InlineData("\u1e9b\u0323", "\u1e9b\u0323", "\u017f\u0323\u0307")]
    [InlineData("s\u0307\u0323", "\u1e69", "s\u0323\u0307")]
    [InlineData("a\u0305\u0301\u0323", "\u1ea1\u0305\u0301", "a\u0323\u0305\u0301")]
    [InlineData("\u0958", "\u0915\u093c", "\u0915\u093c")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c", "\u1112\u1161\u11ab")]
    [InlineData("\ud558\u11ab", "\ud55c", "\u1112\u1161\u11ab")]
    [InlineData("\ud55c\u11ab", "\ud55c\u11ab", "\u1112\u1161\u11ab\u11ab")]
    [InlineData("\u0301e", "\u0301e", "\u0301e")]
    [InlineData("\ufb1d", "\u05d9\u05b4", "\u05d9\u05b4")]
    [InlineData("\uf900", "\u8c48", "\u8c48")]
    [InlineData("\U0001d15e", "\U0001d157\U0001d165", "\U0001d157\U0001d165")]
    [InlineData("\U00011099\U000110ba", "\U0001109a", "\U00011099\U000110ba")]
    [InlineData("\U0001f600", "\U0001f600", "\U0001f600")]
    public void Each_has_one_composed_form(string text, string composed, string apart)
    {
        Composed.Of(text).ShouldBe(composed);
        Composed.Of(composed).ShouldBe(composed);
        Composed.Of(apart).ShouldBe(composed);
        Composed.Apart(text).ShouldBe(apart);
        Composed.Apart(composed).ShouldBe(apart);
    }
}
