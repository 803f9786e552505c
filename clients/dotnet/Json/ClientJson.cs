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

    /// <param name="what">Was answered with it.</param>
    /// <exception cref="HttpRequestException">It is not what the API answers, but maybe something between.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw Unreadable(what);
        }
        catch (JsonException e)
        {
            throw Unreadable(what, e);
        }
    }

    public static HttpRequestException Unreadable(string what, Exception? inner = null) =>
        new(HttpRequestError.InvalidResponse, $"{what} was answered with what is not the API's.", inner);

    private static void LeaveOutWhatIsNotGiven(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.PropertyType.IsAssignableTo(typeof(IOptional))))
        {
            property.ShouldSerialize = (_, value) => value is IOptional { IsGiven: true };
        }
    }
}
