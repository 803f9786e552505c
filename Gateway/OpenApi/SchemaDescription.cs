using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Gateway.Validation;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.OpenApi;

/// <summary>Says what a text stands for (<see cref="ShapeAttribute"/>) and that a required member is never null.</summary>
internal static class SchemaDescription
{
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var attributes = context.JsonPropertyInfo?.AttributeProvider
            ?? (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        if (attributes?.GetCustomAttributes(typeof(ShapeAttribute), inherit: true) is [ShapeAttribute shape, ..])
        {
            Apply(shape, schema.Items as OpenApiSchema ?? schema);
        }

        if (attributes?.IsDefined(typeof(RequiredAttribute), inherit: true) == true)
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }

    private static void Apply(ShapeAttribute shape, OpenApiSchema schema)
    {
        var optional = (schema.Type & JsonSchemaType.Null) ?? default;
        schema.Type = optional | shape.Type switch
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
