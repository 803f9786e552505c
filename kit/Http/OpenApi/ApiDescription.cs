using Http.Tokens;
using Http.Versioning;
using Microsoft.OpenApi;

namespace Http.OpenApi;

/// <summary>/openapi/v1.json, and a UI for it at /docs. Both are for everyone.</summary>
public static class ApiDescription
{
    private const string Version = "v1";
    private const string DocumentPath = $"/openapi/{Version}.json";

    public static void AddApiDescription(this WebApplicationBuilder builder, ApiTexts texts) => builder.Services.AddOpenApi(Version, options =>
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = texts.Title,
                Version = Version,
                Contact = new OpenApiContact { Name = texts.Contact },
                License = new OpenApiLicense { Name = texts.License, Identifier = texts.License },
                Description = $"{texts.Description} Every route is served under {ApiVersions.Prefix} and, for the current version, at the root.",
            };
            document.Servers = [new OpenApiServer { Url = ApiVersions.Prefix }];
            document.AddBearerScheme();
            if (context.ApplicationServices.GetService<OtherTokens>() is { } others)
            {
                document.AddOtherScheme(others);
            }

            document.AddProblemSchema();
            foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            {
                tag.Description = texts.Tags.GetValueOrDefault(tag.Name ?? "");
            }

            SchemaDescription.ForgetDiscriminators(document);
            SchemaDescription.RequireMembers(document);
            texts.Shape(document);
            new ExampleValues(texts.Examples).AddTo(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(OperationDescription.Describe);
        options.AddSchemaTransformer(SchemaDescription.Describe);
    });

    public static void UseApiPages(this WebApplication app, string title) => app.UseSwaggerUI(ui =>
    {
        ui.RoutePrefix = "docs";
        ui.DocumentTitle = title;
        ui.SwaggerEndpoint(DocumentPath, Version);
    });

    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi().AllowAnonymous();
}
