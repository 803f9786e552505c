using Contracts;
using Documents;
using MassTransit;

namespace EventService.Requests;

internal static class DecisionAnswer
{
    /// <summary>Decides on a request; by a command whose answer somebody waits for, once.</summary>
    public static Task<(RewardRequest? Request, Refused? Refusal)> Decide(
        this IDocumentStore<RewardRequest> requests, ConsumeContext context, Guid requestId, Func<RewardRequest, Decision> decide) =>
        requests.Decide(requestId, r => r.Once(context.Command(), decide), Refusals.NoRequest, context.CancellationToken);

    /// <summary>Why a decision that needs a reason has none; null when it has one.</summary>
    public static Refused? MissingReason(string? reason) => new FieldFaults().AddIf(string.IsNullOrWhiteSpace(reason), "reason", "is needed.").ToRefusal();

    /// <summary>Answers an operator, who waits for it. The saga does not: it hears of the decision by its event.</summary>
    public static async Task AnswerDecision(
        this ConsumeContext context, Guid requestId, string actor, RewardRequest? request, Refused? refusal, ShownRequests shown, ILogger logger)
    {
        if (request is not null && actor != Actor.System)
        {
            logger.LogInformation("Request {RequestId} is {Status}, decided by {Actor}", requestId, request.Status, actor);
        }

        if (context.ResponseAddress is not null)
        {
            await context.Answer(
                request is null ? null : await shown.Of(request.ToSnapshot(), withCodes: false, context.CancellationToken), refusal);
        }
        else if (refusal is not null)
        {
            logger.LogWarning("The decision of {Actor} on request {RequestId} was refused: {Code}", actor, requestId, refusal.Code);
        }
    }

    /// <summary>The id of a command whose answer somebody waits for; the saga's are repeated until it hears of the decision.</summary>
    private static Guid? Command(this ConsumeContext context) => context.ResponseAddress is null ? null : context.MessageId;
}
