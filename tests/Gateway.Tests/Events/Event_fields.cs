using Contracts.Events;
using Gateway.Events;

namespace Gateway.Tests.Events;

public sealed class Event_fields
{
    /// <summary>But for who named the campaign: that is the caller.</summary>
    public static TheoryData<string> OfTheTerms => [.. NamesOf(typeof(EventTerms)).Where(name => name != nameof(EventTerms.CampaignNamedBy))];

    [Theory]
    [MemberData(nameof(OfTheTerms))]
    public void Each_is_taken_changed_and_shown(string field)
    {
        NamesOf(typeof(CreateEventBody)).ShouldContain(field);
        NamesOf(typeof(ChangeEventBody)).ShouldContain(field);
        NamesOf(typeof(ChangeEvent)).ShouldContain(field);
        NamesOf(typeof(EventResponse)).ShouldContain(field);
    }

    private static IEnumerable<string> NamesOf(Type type) => type.GetProperties().Select(property => property.Name);
}
