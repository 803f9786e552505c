using Microsoft.AspNetCore.Http.HttpResults;

namespace OperatorsConsole.Account;

/// <summary>All that the platform keeps of the reader, as a file.</summary>
internal static class Download
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/profile/export", Handle).ExcludeFromDescription();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult, RedirectHttpResult>> Handle(HttpContext context, Readers readers)
    {
        var (reader, end) = await readers.Enter(KeyCookie.Session.Read(context));
        if (reader is null)
        {
            return TypedResults.LocalRedirect(SignInAddress.For(context, end));
        }

        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return TypedResults.File(await reader.Client.Users.Export(context.RequestAborted), "application/json", $"account-{reader.User.Id}.json");
        }
        catch (ProblemException e)
        {
            return e.ToAnswer();
        }
    }
}
