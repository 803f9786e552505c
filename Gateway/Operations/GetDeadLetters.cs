using Bus.DeadLetters;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Operations;

internal sealed record DeadLetterList(IReadOnlyList<DeadLetterSummary> Items, string? NextCursor);

internal static class GetDeadLettersRoute
{
    public static void Map(RouteGroupBuilder operations) => operations.MapGet("/dead-letters", Handle)
        .WithName("GetDeadLetters").WithSummary("Lists the queues with messages that their consumer could not do, with the newest fault of each")
        .Needs(Permissions.OperationsRead);

    private static async Task<Results<Ok<DeadLetterList>, Problem>> Handle(
        [AsParameters] Page page, ServiceClient services, PlatformDeadLetters letters, TimeProvider time, CancellationToken cancellationToken)
    {
        var operations = await services.AskAll(cancellationToken);
        if (operations.Problem is { } problem)
        {
            return problem;
        }

        var queues = operations.Reply.Queues;
        if (page.After is { } last && !queues.Contains(last))
        {
            return new Faults(time.GetUtcNow()).Add("cursor", "is not one that a list returned.").ToProblem()!;
        }

        var found = await letters.Find(queues.Where(queue => StringComparer.Ordinal.Compare(queue, page.After) > 0), cancellationToken);
        var items = found.OrderBy(one => one.Queue, StringComparer.Ordinal).Take(page.Size).ToList();
        return TypedResults.Ok(new DeadLetterList(items, items.Count < found.Count ? items[^1].Queue : null));
    }
}
