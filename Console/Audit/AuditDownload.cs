using Microsoft.AspNetCore.Http.HttpResults;

namespace OperatorsConsole.Audit;

/// <summary>The whole log as a file, byte for byte as the platform tells it: what its hashes cover.</summary>
internal static class AuditDownload
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/audit/export", Handle).ExcludeFromDescription();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult, RedirectHttpResult>> Handle(HttpContext context, Readers readers, TimeProvider time)
    {
        if (KeyCookie.Session.Read(context) is not { } key || await readers.Find(key) is not { } reader)
        {
            return TypedResults.LocalRedirect(SignInAddress.For(context, SessionEnd.Ended));
        }

        context.Response.Headers.CacheControl = "no-store";
        try
        {
            var log = await reader.Client.Audit.ExportLines(context.RequestAborted);
            return TypedResults.File(log, "application/x-ndjson", $"audit-{time.GetUtcNow():yyyy-MM-dd-HHmm}.ndjson");
        }
        catch (ProblemException e)
        {
            return e.ToAnswer();
        }
    }
}
