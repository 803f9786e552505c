using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Http.OpenApi;

/// <summary>Problem details as every route answers them.</summary>
public static class ProblemSchema
{
    public const string Name = "Problem";

    public static void AddProblemSchema(this OpenApiDocument document) => document.AddComponent<IOpenApiSchema>(Name, new OpenApiSchema
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "title", "status", "detail", "code", "traceId" },
        Examples = [JsonNode.Parse("""{"type":"urn:problem:not-found","title":"Not found","status":404,"detail":"There is nothing here that you may see: check the path and the id.","code":"NOT_FOUND","traceId":"22ebb9f2fc3aa126c37e04af411e8b6a"}""")!],
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A URI for the code."),
            ["title"] = Text("The code in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("What happened and what to do."),
            ["code"] = Text("Stable, for programs."),
            ["traceId"] = Text("For the operators."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "With VALIDATION_FAILED: every faulty field with its faults.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    });

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
