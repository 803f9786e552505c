using System.Text.Json;
using Http.Problems;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Http.Validation;

public static class NoBody
{
    /// <summary>For a route that needs to be told nothing: no body or an empty object, of whatever content type.</summary>
    public static RouteHandlerBuilder TakesNoBody(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        var services = context.HttpContext.RequestServices;
        var faults = new Faults(services.GetRequiredService<TimeProvider>().GetUtcNow());
        var body = await BufferedBody.Read(context.HttpContext);
        if (body.Length > 0)
        {
            Parse(body, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)?.Check(faults);
        }

        return faults.ToProblem() is { } problem ? problem : await next(context);
    }).Refuses("VALIDATION_FAILED", "MALFORMED_JSON", "PAYLOAD_TOO_LARGE");

    private static EmptyBody? Parse(byte[] body, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<EmptyBody>(body, options);
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body is no JSON object.", StatusCodes.Status400BadRequest, e);
        }
    }

    private sealed record EmptyBody : RequestBody
    {
        protected override void Rules(Faults faults)
        {
        }
    }
}
