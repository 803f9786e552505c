using System.Security.Claims;
using Contracts.Activities;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal static class DeleteUserRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapDelete("/{id:guid}", Handle)
        .WithName("DeleteUser").WithSummary("Deletes an account and ends its sessions; its id stays in ledgers, requests and the audit log")
        .Needs(Permissions.UsersWrite).Refuses(Codes.NotFound, Codes.LastAdmin);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        var deleted = await services.Ask<DeleteUser, UserDeleted>(new DeleteUser(id, caller.Caller()), cancellationToken, context.CommandId(id));
        if (deleted.Problem is { } refused)
        {
            return refused;
        }

        // AuthService has told EventService too, in its own time: one that is away now, or has much to erase, goes on then.
        await services.Ask<ForgetUser, UserForgotten>(new ForgetUser(id), cancellationToken);
        return TypedResults.NoContent();
    }
}
