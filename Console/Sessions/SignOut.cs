using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OperatorsConsole.Sessions;

internal static class SignOut
{
    /// <summary>Of its form: the tab in which it stands.</summary>
    public const string TabField = "tab";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sign-out", Handle).ExcludeFromDescription();

    private static async Task<Results<RedirectHttpResult, BadRequest>> Handle(HttpContext context, IAntiforgery antiforgery, Readers readers)
    {
        if (KeyCookie.Session.Read(context) is { } key)
        {
            // A form's token is its session's.
            context.User = Reader.PrincipalOf(key, context);
            if (await antiforgery.IsRequestValidAsync(context))
            {
                await readers.End(key, SessionEnd.SignedOut, context.Request.HasFormContentType ? (await context.Request.ReadFormAsync())[TabField] : default(string));
            }
            else if (await readers.IsKept(key))
            {
                return TypedResults.BadRequest();
            }

            KeyCookie.Session.Clear(context);
        }

        return TypedResults.LocalRedirect($"{context.Request.PathBase}/{SignInAddress.Page}");
    }
}
