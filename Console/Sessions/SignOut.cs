using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OperatorsConsole.Sessions;

internal static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sign-out", Handle);

    private static async Task<Results<RedirectHttpResult, BadRequest>> Handle(HttpContext context, IAntiforgery antiforgery, Readers readers)
    {
        if (KeyCookie.Session.Read(context) is { } key)
        {
            if (await readers.Find(key) is { } reader)
            {
                // A form's token is its reader's.
                context.User = reader.Principal();
            }

            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return TypedResults.BadRequest();
            }

            await readers.End(key);
            KeyCookie.Session.Clear(context);
        }

        return TypedResults.LocalRedirect($"{context.Request.PathBase}/{SignInAddress.Page}");
    }
}
