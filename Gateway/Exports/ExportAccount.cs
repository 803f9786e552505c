using System.Security.Claims;
using Contracts.Users;
using Hosting;
using Http.Deadlines;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Gateway.Exports;

internal static class ExportAccountRoute
{
    private const string ContentType = "application/json";

    public static void Map(RouteGroupBuilder api) => api.MapGet("/users/me/export", Handle)
        .WithTags("Accounts").WithName("ExportAccount").WithSummary("All that is kept of oneself, newest first")
        .Produces<ExportedAccount>(StatusCodes.Status200OK, ContentType).Refuses(Codes.NotFound);

    private static async Task<Results<PushStreamHttpResult, Problem>> Handle(
        ClaimsPrincipal caller, HttpContext context, ServiceClient services, Deadline deadline, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var account = await services.Ask<GetUser, UserDetails>(new GetUser(caller.Id()), cancellationToken);
        if (account.Problem is { } problem)
        {
            return problem;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(Write, ContentType, "account.json");

        async Task Write(Stream body)
        {
            if (HeadRequests.IsHead(context))
            {
                return;
            }

            // The status has been sent: only a broken connection tells the reader that there is more.
            using var export = new AccountExport(body, services, deadline, json.Value.SerializerOptions, cancellationToken);
            if (!await export.Write(account.Reply, caller.Caller()))
            {
                context.Abort();
            }
        }
    }
}
