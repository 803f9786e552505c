using System.Globalization;
using Http.Idempotency;
using Http.Problems;
using Http.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Http.OpenApi;

/// <summary>What the handler's signature does not say: who may call, which problems come, and the Idempotency-Key.</summary>
public static class OperationDescription
{
    private const string Scheme = "bearer";
    private const string OtherScheme = "serviceAccountKey";

    public static void AddBearerScheme(this OpenApiDocument document) => document.AddComponent<IOpenApiSecurityScheme>(
        Scheme,
        new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            BearerFormat = "JWT",
            Description = "The accessToken of POST /auth/login.",
        });

    public static void AddOtherScheme(this OpenApiDocument document, OtherTokens others) => document.AddComponent<IOpenApiSecurityScheme>(
        OtherScheme,
        new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            BearerFormat = others.Prefix,
            Description = others.Description,
        });

    private static OpenApiSecuritySchemeReference AddKeyScheme(this OpenApiDocument document, OwnKey key)
    {
        var name = key.IsInQuery ? "serviceKeyInQuery" : "serviceKey";
        document.AddComponent<IOpenApiSecurityScheme>(
            name,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                Name = key.Name,
                In = key.IsInQuery ? ParameterLocation.Query : ParameterLocation.Header,
                Description = "For other servers.",
            });
        return new OpenApiSecuritySchemeReference(name, document);
    }

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var anonymous = metadata.OfType<IAllowAnonymous>().Any() && !metadata.OfType<TokenOrOther>().Any();
        var permission = metadata.OfType<RoutePermission>().SingleOrDefault();
        var policies = metadata.OfType<IAuthorizeData>().Select(rule => rule.Policy).OfType<string>().ToList();
        var codes = metadata.OfType<Refusals>().Where(refusals => refusals.Status is null).SelectMany(refusals => refusals.Codes).ToList();
        codes.AddRange(["RATE_LIMITED", "SERVICE_UNAVAILABLE", "NO_ANSWER"]);
        if (operation.RequestBody is not null)
        {
            codes.AddRange(["MALFORMED_JSON", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"]);
        }

        if (operation.RequestBody is not null || operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Query) == true)
        {
            codes.Add("VALIDATION_FAILED");
        }

        // Said, too, where it is nothing: an operation without it is one that forgot it.
        operation.Security = [];
        operation.Description = anonymous ? "For anyone." : "For anyone who is signed in.";
        if (!anonymous)
        {
            codes.Add("UNAUTHENTICATED");
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            if (permission is not null || metadata.OfType<OpenToOtherTokens>().Any())
            {
                operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OtherScheme, context.Document)] = [] });
            }

            DescribeIdempotencyKey(operation, context, codes);
        }

        if (metadata.OfType<OwnKey>().FirstOrDefault() is { } key)
        {
            codes.Add("UNAUTHENTICATED");
            operation.Security = [new OpenApiSecurityRequirement { [context.Document!.AddKeyScheme(key)] = [] }];
            operation.Description = $"For other servers, with the service key as {key.Name}.";
        }

        if (metadata.OfType<TokenOrOther>().FirstOrDefault() is { } other)
        {
            operation.Description = other.Description;
        }

        if (policies.Count > 0)
        {
            codes.Add("FORBIDDEN");
            operation.Description = permission is null ? $"For {string.Join(" and ", policies)}." : $"Needs {permission.Name}.";
        }

        if (permission is not null)
        {
            DescribePermission(operation, permission);
        }

        var statuses = context.ApplicationServices.GetRequiredService<ProblemCodes>();
        var elsewhere = metadata.OfType<Refusals>().Where(refusals => refusals.Status is not null).SelectMany(refusals => refusals.Codes, (refusals, code) => (Code: code, Status: refusals.Status!.Value));
        var byStatus = codes.Distinct().Select(code => (Code: code, Status: statuses.StatusOf(code))).Concat(elsewhere).GroupBy(code => code.Status, code => code.Code);
        foreach (var status in byStatus.OrderBy(group => group.Key))
        {
            operation.Responses ??= [];
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(", ", status.Order(StringComparer.Ordinal)),
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema.Name, context.Document) } },
            };
        }

        return Task.CompletedTask;
    }

    private static void DescribePermission(OpenApiOperation operation, RoutePermission permission)
    {
        operation.AddExtension("x-permission", new JsonNodeExtension(permission.Name));
        if (permission.ForOthers)
        {
            operation.Description = $"Needs {permission.Name} for what is not one's own.";
        }
    }

    private static void DescribeIdempotencyKey(OpenApiOperation operation, OpenApiOperationTransformerContext context, List<string> codes)
    {
        var method = context.Description.HttpMethod ?? HttpMethods.Get;
        if (HttpMethods.IsGet(method) || context.Description.ActionDescriptor.EndpointMetadata.OfType<NoIdempotencyKey>().Any())
        {
            return;
        }

        codes.AddRange(["IDEMPOTENCY_KEY_REUSED", "IDEMPOTENCY_IN_PROGRESS"]);
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = IdempotencyMiddleware.Header,
            In = ParameterLocation.Header,
            Description = "1 to 128 characters. The same key with the same body gets the first success again, for 24 hours, unless a part of it was still to come; what was refused is judged anew. Take a new one for each new request: a key names what it made for ever.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 128 },
        });
    }
}
