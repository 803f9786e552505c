using Microsoft.IdentityModel.Tokens;

namespace Http.Tokens;

/// <param name="reason">A constant word, for the security log and its counter.</param>
public sealed class RefusedTokenException(string reason) : SecurityTokenException($"The token is refused: {reason}.")
{
    public string Reason => reason;

    /// <summary>Why a challenged caller was not let in.</summary>
    public static string ReasonOf(Exception? failure) => failure switch
    {
        null => "no_token",
        RefusedTokenException refused => refused.Reason,
        SecurityTokenInvalidSignatureException => "signature",
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidAudienceException => "audience",
        _ => "claims",
    };
}
