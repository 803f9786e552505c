using Contracts.Activities;
using Contracts.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Gateway.Activities;

internal static class RecordActivitiesRoute
{
    private const int LargestBody = 4 * 1024 * 1024;

    private static readonly Problem InvalidSignature = new(
        Codes.InvalidSignature,
        $"Send {WebhookSignatures.TimestampHeader}, in milliseconds and within 5 minutes of now, and {WebhookSignatures.SignatureHeader}, the hex HMAC-SHA256 of timestamp, dot and body under the shared secret.");

    // Who calls is judged by the handler: by his token or by the signature of the body.
    public static void Map(RouteGroupBuilder activities) => activities.MapPost("/activities", Handle)
        .WithName("RecordActivities").WithSummary("Records one activity or up to 1000: OPERATOR with a token, or a server with a signature")
        .AllowAnonymous().WithMetadata(new RoutePermission(Permissions.ActivitiesWrite))
        .WithMetadata(new TokenOrOther(
            $"Needs {Permissions.ActivitiesWrite}, or, instead of a token, {WebhookSignatures.TimestampHeader} and {WebhookSignatures.SignatureHeader}.",
            WebhookSignatures.IsSigned))
        .WithMetadata(new BodyLimit(LargestBody))
        .Accepts<ActivityBody[]>("application/json")
        .Refuses(Codes.Unauthenticated, Codes.Forbidden, Codes.InvalidSignature);

    private static async Task<Results<Accepted<ActivitiesRecorded>, Problem>> Handle(
        HttpContext context,
        WebhookSignatures signatures,
        SecurityLog security,
        ServiceClient services,
        IOptions<JsonOptions> json,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var isSigned = WebhookSignatures.IsSigned(context.Request);
        if (!isSigned && context.User.Identity?.IsAuthenticated != true)
        {
            security.TokenRefused(context, RefusedTokenException.ReasonOf((await context.AuthenticateAsync()).Failure));
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return StatusProblems.Of(StatusCodes.Status401Unauthorized);
        }

        if (!isSigned && !context.User.May(Permissions.ActivitiesWrite))
        {
            security.RoleRefused(context);
            return StatusProblems.Of(StatusCodes.Status403Forbidden);
        }

        if (!context.Request.HasJsonContentType())
        {
            return StatusProblems.Of(StatusCodes.Status415UnsupportedMediaType);
        }

        var body = await BufferedBody.Read(context);
        if (isSigned && !signatures.Verify(context.Request, body))
        {
            security.SignatureRefused(context, "webhook_signature");
            return InvalidSignature;
        }

        var (batch, problem) = ActivityBatch.Read(body, json.Value.SerializerOptions, time.GetUtcNow());
        return problem is not null
            ? problem
            : (await services.Ask<RecordActivities, ActivitiesRecorded>(new RecordActivities(batch), cancellationToken))
                .Then(recorded => TypedResults.Accepted((string?)null, recorded));
    }
}
