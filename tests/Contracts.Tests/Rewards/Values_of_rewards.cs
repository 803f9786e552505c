using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts.Rewards;

namespace Contracts.Tests.Rewards;

public sealed class Values_of_rewards
{
    private static readonly DateTimeOffset Now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private static readonly RewardFields Everything = new(null, 1, "i", 1, "c", Now.AddDays(1), "b");

    private static readonly JsonSerializerOptions[] Formats = [Documents.DocumentJson.Options, The_wire_format.Json];

    public static TheoryData<RewardType> Kinds => [.. Enum.GetValues<RewardType>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_read_as_it_was_written_wherever_its_type_stands(RewardType kind)
    {
        var value = RewardValue.Of(Everything with { Type = kind });
        foreach (var format in Formats)
        {
            var json = JsonSerializer.SerializeToNode(value, format)!.AsObject();
            var reversed = new JsonObject(json.Reverse().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

            json["type"]!.GetValue<string>().ShouldBe(kind.ToString().ToUpperInvariant());
            json.Deserialize<RewardValue>(format).ShouldBe(value);
            reversed.Deserialize<RewardValue>(format).ShouldBe(value);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_needs_each_of_its_fields_and_takes_no_other(RewardType kind)
    {
        var own = RewardValue.Of(Everything with { Type = kind }).ToFields();

        Faults(kind, own).ShouldBeEmpty();
        var missing = Faults(kind, new RewardFields());
        missing.ShouldNotBeEmpty();
        missing.ShouldAllBe(fault => fault.Sentence == "is required.");
        var foreign = Faults(kind, Everything);
        foreign.ShouldAllBe(fault => fault.Sentence.StartsWith("goes with "));
        foreign.Concat(missing).Select(fault => fault.Field).ShouldBe(["points", "itemId", "quantity", "couponCode", "expiry", "badgeId"], ignoreOrder: true);
    }

    [Fact]
    public void A_coupon_whose_code_is_in_a_list_has_none()
    {
        RewardValue coupon = new CouponValue(null, Now);

        JsonSerializer.Deserialize<RewardValue>(JsonSerializer.Serialize(coupon, The_wire_format.Json), The_wire_format.Json).ShouldBe(coupon);
    }

    [Fact]
    public void Each_kind_is_a_record_of_its_own() =>
        Enum.GetValues<RewardType>().Select(kind => RewardValue.Of(Everything with { Type = kind }).GetType())
            .ShouldBe(Message.KindsOf(typeof(RewardValue)), ignoreOrder: true);

    [Fact]
    public void A_part_is_judged_by_its_bounds_whosever_it_is()
    {
        var faults = new FieldFaults();

        RewardValue.CheckParts(new RewardFields(Points: 0, Quantity: 1_000_001, BadgeId: " ", Expiry: Now.AddYears(-9)), faults);

        faults.Found.Select(fault => fault.Field).ShouldBe(["points", "quantity", "badgeId"], ignoreOrder: true);
    }

    private static IReadOnlyList<(string Field, string Sentence)> Faults(RewardType kind, RewardFields fields)
    {
        var faults = new FieldFaults();
        RewardValue.Read(kind, fields, faults, Now);
        return faults.Found;
    }
}
