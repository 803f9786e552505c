using Bus.DeadLetters;
using Contracts.Users;
using Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

internal sealed record DeadMessageList(IReadOnlyList<DeadMessage> Items, string? NextCursor);

internal static class ReadDeadLettersRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapGet("/dead-letters/{queue}", Handle)
        .WithName("ReadDeadLetters").WithSummary("Shows the dead letters of a queue, the oldest first, without the secrets that are in them")
        .Needs(Permissions.OperationsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<DeadMessageList>, Problem>> Handle(
        string queue, [AsParameters] Page page, ServiceClient services, PlatformDeadLetters letters, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(page.After, out var after))
        {
            return new Faults(time.GetUtcNow()).Add("cursor", "is not one that a list returned.").ToProblem()!;
        }

        if (await services.ProblemOf(queue, cancellationToken) is { } problem)
        {
            return problem;
        }

        var read = await letters.Read(queue, after, page.Size, cancellationToken);
        return TypedResults.Ok(new DeadMessageList(read.Items, read.NextCursor));
    }
}
