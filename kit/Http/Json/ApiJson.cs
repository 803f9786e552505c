using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Http.Validation;

namespace Http.Json;

/// <summary>JSON as the API speaks it: camel case, enums as upper-case words, times in UTC with Z; strict in what it takes.</summary>
public static class ApiJson
{
    private const int MaxDepth = 32;

    public static void AddApiJson(this WebApplicationBuilder builder, params Type[] leavingOutNulls)
    {
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions, leavingOutNulls));

        // Faults in a body arrive as exceptions, in every environment, and become problems in one place.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    /// <param name="leavingOutNulls">Types of which only what they hold is shown.</param>
    public static void Configure(JsonSerializerOptions options, params Type[] leavingOutNulls)
    {
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = MaxDepth;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false));
        options.Converters.Add(new UtcConverter());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Observe).WithAddedModifier(type => LeaveOutNulls(type, leavingOutNulls));
    }

    private static void LeaveOutNulls(JsonTypeInfo type, Type[] leavingOutNulls)
    {
        if (leavingOutNulls.Contains(type.Type))
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
