using Gateway.Asking;
using Gateway.Problems;
using Gateway.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Operations;

namespace Gateway.Operations;

internal sealed record DeadLetterList(IReadOnlyList<DeadLetters> Items, string? NextCursor);

internal static class GetDeadLettersRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapGet("/dead-letters", Handle)
        .WithName("GetDeadLetters").WithSummary("Lists the queues with messages that their consumer could not do, with the newest fault of each")
        .RequireAuthorization(Policies.Admin);

    private static async Task<Results<Ok<DeadLetterList>, Problem>> Handle(
        ServiceClient services, PlatformDeadLetters letters, CancellationToken cancellationToken)
    {
        var operations = await services.AskAll(cancellationToken);
        return operations.Problem is { } problem
            ? problem
            : TypedResults.Ok(new DeadLetterList(await letters.Find(operations.Reply.Queues, cancellationToken), null));
    }
}
