using System.Net;
using System.Text.Json.Serialization;

namespace OperatorsConsole.Api;

/// <summary>Why a call came to nothing, in the API's own words where it gave some. It is kept with a page, so it is plain data.</summary>
public sealed record Fault(FaultKind Kind, string Message, string? Code = null, string? TraceId = null, IReadOnlyDictionary<string, string[]>? Errors = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Of a screen that is not for this reader.</summary>
    public static readonly Fault NotAllowed = new(FaultKind.Forbidden, "Your account does not have the permission for this.");

    public static readonly Fault NoId = new(FaultKind.Refused, "This is not an id: ids look like 01a22923-d655-756b-bae5-ed50bde2c6b5.");

    /// <summary>It says nothing of what was asked for: the same question is answered some time later.</summary>
    [JsonIgnore]
    public bool IsPassing => Kind == FaultKind.NoAnswer || Code == Codes.RateLimited;

    /// <summary>Null for what is nobody's answer: that is a fault of the program.</summary>
    public static Fault? Of(Exception exception) => exception switch
    {
        ProblemException problem => new Fault(KindOf(problem.Status), problem.Message, problem.Code, problem.TraceId, problem.Errors, problem.RetryAfter),
        TimeoutException => new Fault(FaultKind.NoAnswer, "The platform did not answer in time."),
        HttpRequestException => new Fault(FaultKind.NoAnswer, "The platform cannot be reached."),
        _ => null,
    };

    /// <summary>Of what stands beside others on a screen. The end of the session is the whole screen's.</summary>
    public static Fault? OfPart(Exception exception) => exception is ProblemException { Status: HttpStatusCode.Unauthorized } ? null : Of(exception);

    public IReadOnlyList<string> ErrorsOf(string field) => Errors is not null && Errors.TryGetValue(field, out var errors) ? errors : [];

    private static FaultKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => FaultKind.SignedOut,
        HttpStatusCode.Forbidden => FaultKind.Forbidden,
        HttpStatusCode.NotFound => FaultKind.NotFound,
        >= HttpStatusCode.InternalServerError => FaultKind.NoAnswer,
        _ => FaultKind.Refused,
    };
}

public enum FaultKind
{
    /// <summary>The rules say no.</summary>
    Refused,
    Forbidden,
    NotFound,
    SignedOut,

    /// <summary>Nobody, or nobody who could, answered: it may work when it is tried again.</summary>
    NoAnswer,
}
