using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Contracts.Events;
using Gateway.Validation;

namespace Gateway.Json;

/// <summary>JSON as the API speaks it: camel case, enums as upper-case words, times in UTC with Z; strict in what it takes.</summary>
internal static class ApiJson
{
    private const int MaxDepth = 32;

    public static void AddApiJson(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));

        // Faults in a body arrive as exceptions, in every environment, and become problems in one place.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false));
        options.Converters.Add(new UtcConverter());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Observe).WithAddedModifier(LeaveOutNulls);
    }

    /// <summary>A node of a condition shows what it is, and not what it could have been.</summary>
    private static void LeaveOutNulls(JsonTypeInfo type)
    {
        if (type.Type == typeof(Condition) || type.Type == typeof(EvaluatedCondition))
        {
            foreach (var property in type.Properties)
            {
                property.ShouldSerialize = (_, value) => value is not null;
            }
        }
    }

    /// <summary>A body sees its fields as they are read: what was given as null, and what holds a NUL.</summary>
    private static void Observe(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(RequestBody)))
        {
            return;
        }

        foreach (var property in type.Properties.Where(property => property is { Set: not null, IsExtensionData: false }))
        {
            var set = property.Set!;
            var name = property.Name;
            property.Set = (body, value) =>
            {
                ((RequestBody)body).Given(name, value);
                set(body, value);
            };
        }
    }
}
