using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Contracts.Rewards;

namespace Contracts.Tests;

/// <summary>A message as the oldest sender would write it: without any field that may be missing.</summary>
internal static class Sample
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) } };

    public static JsonNode Of(Type type)
    {
        if (type == typeof(string))
        {
            return "text";
        }

        if (type == typeof(Guid))
        {
            return "0f6b8ac3-3a0e-4d63-8a3a-3a9b8f3f6d11";
        }

        if (type == typeof(bool))
        {
            return true;
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return 7;
        }

        // As the bus writes it.
        if (type == typeof(decimal))
        {
            return "7";
        }

        if (type == typeof(DateTimeOffset))
        {
            return "2031-02-03T04:05:06+00:00";
        }

        if (type.IsEnum)
        {
            return JsonSerializer.SerializeToNode(Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1), type, Json)!;
        }

        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new JsonArray(Of(type.GetGenericArguments()[0]));
        }

        if (type == typeof(JsonElement))
        {
            return new JsonObject();
        }

        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return new JsonObject { ["text"] = Of(type.GetGenericArguments()[1]) };
        }

        if (type == typeof(RewardValue))
        {
            return new JsonObject { ["type"] = "BADGE", ["badgeId"] = "text" };
        }

        return new JsonObject(Message.FieldsOf(type)
            .Where(field => !Message.MayBeMissing(field))
            .Select(field => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(field.Name!), (JsonNode?)Of(field.ParameterType))));
    }
}
