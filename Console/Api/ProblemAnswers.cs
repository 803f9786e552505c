using Microsoft.AspNetCore.Http.HttpResults;

namespace OperatorsConsole.Api;

internal static class ProblemAnswers
{
    /// <summary>A refusal of the API, passed on to who downloads a file.</summary>
    public static ProblemHttpResult ToAnswer(this ProblemException problem) => TypedResults.Problem(
        problem.Message, statusCode: (int)problem.Status, extensions: new Dictionary<string, object?> { ["code"] = problem.Code, ["traceId"] = problem.TraceId });
}
