using System.Text.Json;
using Contracts.Events;
using Contracts.Rewards;
using Contracts.Users;

namespace Contracts.Tests.Texts;

/// <summary>What may tell one thing from another, in each field that does.</summary>
public sealed class Identifying_texts
{
    private static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public static TheoryData<string> Refused =>
        ["", " ", "\u3000", "\ufeff", " a", "a ", "a\u00a0", "\ufeffa", "a\u200b", "\u2060a", "a\tb", "a\u0000b", "a\u0085", new string('a', 101), string.Concat(Enumerable.Repeat("\U0001f600", 101))];

    public static TheoryData<string> Taken =>
        ["a", "a b", "\u00e9", "e\u0301", "\U0001f468\u200d\U0001f469", new string('a', 100), string.Concat(Enumerable.Repeat("\U0001f600", 100)), string.Concat(Enumerable.Repeat("e\u0301", 100))];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Blanks_around_controls_and_too_many_characters_are_refused(string text) => Judge(text).ShouldAllBe(field => field.Faults == 1);

    [Theory]
    [MemberData(nameof(Taken))]
    public void Characters_are_code_points_of_the_composed_text(string text) => Judge(text).ShouldAllBe(field => field.Faults == 0);

    [Fact]
    public void A_text_is_composed_where_it_is_read()
    {
        const string Apart = "e\u0301";
        var fields = new RewardFields(null, 1, Apart, 1, Apart, Now, Apart);

        RewardValue.Of(fields with { Type = RewardType.Item }).ToFields().ItemId.ShouldBe("\u00e9");
        RewardValue.Of(fields with { Type = RewardType.Badge }).ToFields().BadgeId.ShouldBe("\u00e9");
        RewardValue.Of(fields with { Type = RewardType.Coupon }).ToFields().CouponCode.ShouldBe("\u00e9");
        Condition.Read(Leaf(Apart), new FieldFaults()).Fact.ShouldBe("\u00e9");
    }

    [Theory]
    [InlineData("Code", "cODE")]
    [InlineData("\u00e9", "E\u0301")]
    [InlineData("stra\u00dfe", "STRA\u00dfE")]
    public void A_list_has_a_code_once_however_it_is_typed(string one, string other) => Codes(one, other).Found.ShouldHaveSingleItem().Field.ShouldBe("couponCodes");

    [Theory]
    [InlineData("Aa1\U0001f600\U0001f600\U0001f600", false)]
    [InlineData("Aa1\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600", true)]
    [InlineData("Aa1u\u0308u\u0308u\u0308", false)]
    [InlineData("\u00c4\u00e41-----", true)]
    [InlineData("\U00010400\U000104281-----", true)]
    public void A_password_has_8_code_points(string password, bool taken) =>
        (new FieldFaults().Password(password, "password").Found.Count == 0).ShouldBe(taken);

    private static IEnumerable<(string Field, int Faults)> Judge(string text)
    {
        var fields = new RewardFields(null, 1, text, 1, text, Now.AddDays(1), text);
        foreach (var (kind, field) in new[] { (RewardType.Item, "itemId"), (RewardType.Badge, "badgeId"), (RewardType.Coupon, "couponCode") })
        {
            var faults = new FieldFaults();
            RewardValue.Read(kind, fields, faults, Now);
            yield return (field, faults.Found.Count(fault => fault.Field == field && !fault.Sentence.StartsWith("goes with", StringComparison.Ordinal)));
        }

        yield return ("couponCodes", Codes(text).Found.Count);
        var found = new FieldFaults();
        Condition.Read(Leaf(text), found);
        yield return ("fact", found.Found.Count);
    }

    private static FieldFaults Codes(params string[] codes)
    {
        var faults = new FieldFaults();
        RewardRules.CheckNew(faults, "n", new RewardFields(RewardType.Coupon), null, null, codes);
        return faults;
    }

    private static JsonElement Leaf(string fact) => JsonSerializer.SerializeToElement(new { fact, measure = "COUNT", op = ">=", value = 1 });
}
