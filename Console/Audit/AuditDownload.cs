using Microsoft.AspNetCore.Http.HttpResults;

namespace OperatorsConsole.Audit;

/// <summary>The whole log as a file, byte for byte as the platform tells it: what its hashes cover.</summary>
internal static class AuditDownload
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/audit/export", Handle).ExcludeFromDescription();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult, RedirectHttpResult>> Handle(HttpContext context, Readers readers, TimeProvider time)
    {
        var (reader, end) = await readers.Enter(KeyCookie.Session.Read(context));
        if (reader is null)
        {
            return TypedResults.LocalRedirect(SignInAddress.For(context, end));
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
