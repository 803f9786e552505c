using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

internal static class RedeliverDeadLetterRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapPost("/dead-letters/{queue}/{id}/redeliver", Handle)
        .WithName("RedeliverDeadLetter").WithSummary("Gives one dead letter of a queue back to its consumer").TakesNoBody()
        .Needs(Permissions.OperationsWrite).Refuses(Codes.NotFound);

    private static async Task<Results<Accepted<Redelivery>, Problem>> Handle(
        string queue, string id, ClaimsPrincipal caller, ServiceClient services, PlatformDeadLetters letters, ILogger<PlatformDeadLetters> logger, CancellationToken cancellationToken)
    {
        if (await services.ProblemOf(queue, cancellationToken) is { } problem)
        {
            return problem;
        }

        if (!await letters.Redeliver(queue, id, cancellationToken))
        {
            return Problem.NotFound;
        }

        logger.LogInformation("Dead letter {LetterId} of {Queue} was redelivered by {UserId}", id, queue, caller.Id());
        return TypedResults.Accepted((string?)null, new Redelivery(1));
    }
}
