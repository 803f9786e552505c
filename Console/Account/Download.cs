using Microsoft.AspNetCore.Http.HttpResults;

namespace OperatorsConsole.Account;

/// <summary>All that the platform keeps of the reader, as a file.</summary>
internal static class Download
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/profile/export", Handle);

    private static async Task<Results<FileStreamHttpResult, RedirectHttpResult>> Handle(HttpContext context, Readers readers)
    {
        var reader = KeyCookie.Session.Read(context) is { } key ? await readers.Find(key) : null;
        return reader is null
            ? TypedResults.LocalRedirect(SignInAddress.For(context, hasEnded: true))
            : TypedResults.File(await reader.Client.Users.Export(context.RequestAborted), "application/json", $"account-{reader.User.Id}.json");
    }
}
