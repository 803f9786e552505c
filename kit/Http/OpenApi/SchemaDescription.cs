using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Http.Validation;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Http.OpenApi;

/// <summary>Says what the types do not: what a text stands for (<see cref="ShapeAttribute"/>) and which members are required.</summary>
public static class SchemaDescription
{
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo is null && type.GetCustomAttribute<RequiresAttribute>() is { } requires)
        {
            schema.Required = requires.Fields.ToHashSet();
        }

        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) || type.IsEnum)
        {
            schema.Type = JsonSchemaType.String | (context.JsonPropertyInfo?.IsGetNullable == true ? JsonSchemaType.Null : default);
        }

        var attributes = context.JsonPropertyInfo?.AttributeProvider
            ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        if (attributes?.GetCustomAttributes(typeof(ShapeAttribute), inherit: true) is [ShapeAttribute shape, ..])
        {
            Apply(shape, schema);
        }

        if (attributes?.IsDefined(typeof(RequiredAttribute), inherit: true) == true)
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    /// <summary>What the serializer would tell kinds by, and writes nowhere, is no discriminator.</summary>
    public static void ForgetDiscriminators(OpenApiDocument document)
    {
        foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>().Where(schema => schema.Discriminator is { Mapping: null or { Count: 0 } }) ?? [])
        {
            schema.Discriminator = null;
        }
    }

    /// <summary>A member that a body requires is not null.</summary>
    public static void RequireMembers(OpenApiDocument document)
    {
        foreach (var body in document.Paths.Values.SelectMany(path => path.Operations ?? []).SelectMany(operation => operation.Value.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()))
        {
            var schema = body.Value.Schema?.Items ?? body.Value.Schema;
            foreach (var member in schema?.Properties?.Where(member => schema.Required?.Contains(member.Key) == true).Select(member => member.Value).OfType<OpenApiSchema>() ?? [])
            {
                member.Type &= ~JsonSchemaType.Null;
            }
        }
    }

    private static void Apply(ShapeAttribute shape, OpenApiSchema schema)
    {
        if (schema.Type?.HasFlag(JsonSchemaType.Array) == true)
        {
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
            Apply(shape, (OpenApiSchema)schema.Items);
            return;
        }

        schema.Type = (schema.Type & JsonSchemaType.Null) | shape.Type switch
        {
            "integer" => JsonSchemaType.Integer,
            "boolean" => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        };
        schema.Format = shape.Format;
        if (shape.Words is { } words)
        {
            schema.Enum = [.. Words.All(words).Select(word => (JsonNode)word)];
        }
    }
}
