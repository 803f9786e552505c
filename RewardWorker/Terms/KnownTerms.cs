using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Requests;
using Documents;

namespace RewardWorker.Terms;

/// <summary>Terms that EventService has told, so that it need not be asked again. They never change.</summary>
internal sealed class KnownTerms : Document
{
    public static readonly Schema<KnownTerms> Schema = new("known_reward_terms");

    /// <summary>As EventService told them: what a newer version of it wrote is kept for a newer version of this.</summary>
    public required string Content { get; init; }

    [JsonIgnore]
    public IReadOnlyList<RewardToGrant> Rewards => field ??= JsonSerializer.Deserialize<RewardToGrant[]>(Content, DocumentJson.Options)!;
}
