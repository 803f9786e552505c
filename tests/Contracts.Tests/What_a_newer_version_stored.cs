using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts.Events;
using Contracts.Rewards;
using Documents;
using Messages;

namespace Contracts.Tests;

/// <summary>Fields that this version does not know, wherever they are in a document, are there after a change by this version.</summary>
public sealed class What_a_newer_version_stored
{
    private static readonly DateTimeOffset Now = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public static TheoryData<string> Collections => What_was_sent_or_stored.Collections;

    public static TheoryData<Type> Parts => [.. StoredPart.Types];

    [Theory]
    [MemberData(nameof(Collections))]
    public void Stays_at_each_level_of_a_document(string collection)
    {
        var document = What_was_sent_or_stored.Schemas.Single(schema => schema.Collection == collection).DocumentType;
        foreach (var form in new SampleFile("documents", collection).Forms)
        {
            StoredPart.AddUnknown(form, document);

            Lost(form, document).ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Stays_in_each_part_of_one(Type part)
    {
        part.IsAssignableTo(typeof(Extensible)).ShouldBeTrue($"A part of a document is an {nameof(Extensible)}.");
        var form = FullSample.Of(part, DocumentJson.Options);
        StoredPart.AddUnknown(form, part);

        Lost(form, StoredPart.ReadAs(part)).ShouldBeEmpty();
    }

    [Fact]
    public void Stays_in_the_terms_of_an_event_that_are_changed()
    {
        var terms = Read<EventTerms>(FullSample.Of(typeof(EventTerms), DocumentJson.Options));

        var changed = terms.With(
            new ChangeEvent(Guid.Empty, null, "Another", null, null, null, null, null, null, null, null, null, null, null, null, [], new Caller(Guid.Empty, [])),
            new FieldFaults());

        changed.Name.ShouldBe("Another");
        Written(changed)[StoredPart.Unknown].ShouldNotBeNull();
    }

    [Fact]
    public void Stays_in_the_value_of_a_reward_that_is_changed()
    {
        var value = Read<RewardValue>(JsonSerializer.SerializeToNode<RewardValue>(new PointValue(5), DocumentJson.Options)!);

        var changed = value.With(new RewardFields(Points: 6), new FieldFaults(), Now, fromList: false);

        changed.ShouldBe(new PointValue(6));
        Written(changed)[StoredPart.Unknown].ShouldNotBeNull();
    }

    [Fact]
    public void Makes_no_difference_to_what_this_version_compares() =>
        Read<ClaimLimit>(JsonSerializer.SerializeToNode(new ClaimLimit(ClaimSpan.Day, 2), DocumentJson.Options)!).ShouldBe(new ClaimLimit(ClaimSpan.Day, 2));

    [Fact]
    public void Is_in_no_answer()
    {
        var terms = Read<EventTerms>(FullSample.Of(typeof(EventTerms), DocumentJson.Options));

        JsonSerializer.SerializeToNode(terms, The_wire_format.Json)![StoredPart.Unknown].ShouldBeNull();
        JsonSerializer.SerializeToNode(terms, JsonSerializerOptions.Web)![StoredPart.Unknown].ShouldBeNull();
    }

    private static IEnumerable<string> Lost(JsonNode form, Type type) =>
        What_was_sent_or_stored.Lost(form, JsonSerializer.SerializeToNode(StoredPart.Copied(form.Deserialize(type, DocumentJson.Options)), type, DocumentJson.Options));

    private static T Read<T>(JsonNode form)
    {
        form[StoredPart.Unknown] = "unknown";
        return form.Deserialize<T>(DocumentJson.Options)!;
    }

    private static JsonNode Written<T>(T value) => JsonSerializer.SerializeToNode(value, DocumentJson.Options)!;
}
