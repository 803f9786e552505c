using Contracts;
using Contracts.Requests;
using MassTransit;

namespace EventService.Requests;

internal static class DecisionAnswer
{
    /// <summary>Answers an operator, who waits for it. The saga does not: it hears of the decision by its event.</summary>
    public static async Task AnswerDecision(
        this ConsumeContext context, Guid requestId, string actor, RewardRequest? request, Refused? refusal, ILogger logger)
    {
        if (request is not null && actor != RewardRequest.System)
        {
            logger.LogInformation("Request {RequestId} is {Status}, decided by {Actor}", requestId, request.Status, actor);
        }

        if (context.ResponseAddress is not null)
        {
            await context.Answer(request?.ToDetails(withCodes: false), refusal);
        }
        else if (refusal is not null)
        {
            logger.LogWarning("The decision of {Actor} on request {RequestId} was refused: {Code}", actor, requestId, refusal.Code);
        }
    }
}
