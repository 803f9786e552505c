using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Messaging.Client;

/// <summary>JSON as the API speaks it. What a newer platform answers besides is left unread.</summary>
internal static class ClientJson
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>What is null is not given; what is to be null is an <see cref="Optional{T}"/>.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new WordsConverters());
        options.Converters.Add(new OptionalConverters());
        options.Converters.Add(new RewardConverter());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutWhatIsNotGiven);
        return options;
    }

    private static void LeaveOutWhatIsNotGiven(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType.IsAssignableTo(typeof(IOptional))))
        {
            property.ShouldSerialize = (_, value) => value is IOptional { IsGiven: true };
        }
    }
}
