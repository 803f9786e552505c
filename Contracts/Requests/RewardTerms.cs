using System.Security.Cryptography;
using System.Text;

namespace Contracts.Requests;

/// <summary>The answer to GetRewardTerms. Content: what is granted for each reward of the requests that refer to them, a JSON array of
/// RewardToGrant. It goes as it was stored, so that no version on its way loses what a newer one wrote; TermsId is its hash.</summary>
public sealed record RewardTerms(string TermsId, string Content)
{
    /// <summary>SHA-256 of the content's UTF-8, hex.</summary>
    public static string IdOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
