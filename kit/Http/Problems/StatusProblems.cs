namespace Http.Problems;

/// <summary>Problems for statuses that the framework answers with by itself.</summary>
public static class StatusProblems
{
    public static Problem Of(int status) => status switch
    {
        401 => new Problem("UNAUTHENTICATED", "Log in and send the access token as Authorization: Bearer; a later login, a refresh, a logout or a change of roles has ended older tokens."),
        403 => new Problem("FORBIDDEN", "Your roles do not allow this. Ask an administrator for the role that the API description names."),
        404 => Problem.NotFound,
        405 => new Problem("METHOD_NOT_ALLOWED", "This path does not take this method: use one of those in the Allow header."),
        408 => new Problem("REQUEST_TIMEOUT", "The body came too slowly: send the request again over a better connection."),
        413 => new Problem("PAYLOAD_TOO_LARGE", "The body is larger than this route takes: send less."),
        415 => new Problem("UNSUPPORTED_MEDIA_TYPE", "Send the body as Content-Type: application/json, encoded in UTF-8 and without a Content-Encoding."),
        503 => new Problem("SERVICE_UNAVAILABLE", "A component is down. Nothing is wrong with the request: send it again in a while."),
        504 => new Problem("NO_ANSWER", "The service did not answer in time. Send the request again, with the same Idempotency-Key if it changes something."),
        >= 500 => new Problem("INTERNAL_ERROR", "Something went wrong here. Send the request again; if it keeps failing, tell the operators its traceId."),
        _ => new Problem("BAD_REQUEST", "The request is not valid HTTP for this API."),
    };
}
