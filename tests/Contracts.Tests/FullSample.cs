using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Contracts.Rewards;

namespace Contracts.Tests;

/// <summary>What is sent or stored of a type with each of its fields, as this version writes it.</summary>
internal static class FullSample
{
    public static JsonNode Of(Type type, JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        var written = Value(type, "value", options, [])!.Deserialize(type, options);
        return JsonSerializer.SerializeToNode(written, type, options)!;
    }

    /// <summary>Null of a type within itself.</summary>
    private static JsonNode? Value(Type type, string name, JsonSerializerOptions options, IReadOnlyList<Type> outer)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return name == "id" ? IdOf(name) : name;
        }

        if (type == typeof(Guid))
        {
            return IdOf(name);
        }

        if (type == typeof(byte[]))
        {
            return Convert.ToBase64String(Encoding.UTF8.GetBytes(name));
        }

        if (type == typeof(bool))
        {
            return true;
        }

        if (type == typeof(int) || type == typeof(long) || type == typeof(UInt128) || type == typeof(decimal))
        {
            return 7 + name.Length;
        }

        if (type == typeof(DateTimeOffset))
        {
            return "2031-02-03T04:05:06+00:00";
        }

        if (type == typeof(JsonElement))
        {
            return new JsonObject { ["text"] = "text", ["number"] = 1.5, ["list"] = new JsonArray(true, null) };
        }

        if (type.IsEnum)
        {
            return JsonSerializer.SerializeToNode(Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1), type, options);
        }

        if (type == typeof(RewardValue))
        {
            return new JsonObject { ["type"] = "BADGE", ["badgeId"] = "badgeId" };
        }

        if (outer.Contains(type))
        {
            return null;
        }

        if (ElementOf(type) is { } element)
        {
            var isPair = element.IsGenericType && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);
            var item = Value(isPair ? element.GetGenericArguments()[1] : element, name, options, outer);
            return item is null ? null : isPair ? new JsonObject { [KeyOf(element.GetGenericArguments()[0], name)] = item } : new JsonArray(item);
        }

        return new JsonObject(options.GetTypeInfo(type).Properties
            .Where(property => (property.Set is not null || property.AssociatedParameter is not null) && !property.IsExtensionData)
            .Select(property => KeyValuePair.Create(property.Name, Value(property, options, [.. outer, type])))
            .Where(property => property.Value is not null));
    }

    private static JsonNode? Value(JsonPropertyInfo property, JsonSerializerOptions options, IReadOnlyList<Type> outer)
    {
        var value = Value(property.PropertyType, property.Name, options, outer);
        return property.CustomConverter is { } own ? JsonSerializer.SerializeToNode(value.Deserialize(property.PropertyType, options), property.PropertyType, With(options, own)) : value;
    }

    /// <summary>Null of what is no list and no dictionary.</summary>
    private static Type? ElementOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static string KeyOf(Type type, string name) => type == typeof(Guid) ? IdOf(name) : type == typeof(string) ? $"{name}Key" : "1";

    private static JsonSerializerOptions With(JsonSerializerOptions options, JsonConverter converter) => new(options) { Converters = { converter } };

    private static string IdOf(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
}
