using Http.Tokens;
using Http.Versioning;
using Microsoft.OpenApi;

namespace Http.OpenApi;

/// <summary>/openapi/v1.json, and a UI for it at /docs. Both are for everyone.</summary>
public static class ApiDescription
{
    private const string Version = "v1";
    private const string DocumentPath = $"/openapi/{Version}.json";

    public static void AddApiDescription(this WebApplicationBuilder builder, string title, string description) => builder.Services.AddOpenApi(Version, options =>
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = title,
                Version = Version,
                Description = $"{description} Every route is served under {ApiVersions.Prefix} and, for the current version, at the root.",
            };
            document.Servers = [new OpenApiServer { Url = ApiVersions.Prefix }];
            document.AddBearerScheme();
            if (context.ApplicationServices.GetService<OtherTokens>() is { } others)
            {
                document.AddOtherScheme(others);
            }

            document.AddProblemSchema();
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
