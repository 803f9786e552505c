using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

/// <param name="Moved">Given back to their consumer; more may be left, or may fail again.</param>
internal sealed record Redelivery(long Moved);

internal static class RedeliverDeadLettersRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapPost("/dead-letters/{queue}/redeliver", Handle)
        .WithName("RedeliverDeadLetters").WithSummary("Gives the dead letters of a queue back to its consumer, the oldest first").TakesNoBody()
        .Needs(Permissions.OperationsWrite).Refuses(Codes.NotFound);

    private static async Task<Results<Accepted<Redelivery>, Problem>> Handle(
        string queue, ClaimsPrincipal caller, ServiceClient services, PlatformDeadLetters letters, ILogger<PlatformDeadLetters> logger, CancellationToken cancellationToken)
    {
        if (await services.ProblemOf(queue, cancellationToken) is { } problem)
        {
            return problem;
        }

        var moved = await letters.Redeliver(queue, cancellationToken);
        logger.LogInformation("{Count} dead letters of {Queue} were redelivered by {UserId}", moved, queue, caller.Id());
        return TypedResults.Accepted((string?)null, new Redelivery(moved));
    }
}
