using Documents;
using RewardWorker.Ledger;

namespace RewardWorker.Tests.Granting;

public sealed class Named_ids
{
    /// <summary>The example of RFC 9562, appendix A.4.</summary>
    [Fact]
    public void Are_made_as_in_the_standard_s_example() =>
        NamedGuid.Of(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com").ShouldBe(Guid.Parse("2ed6657d-e927-568b-95e1-2665a8aea6a2"));

    [Fact]
    public void Of_a_grant_differ_by_request_and_reward_and_reversal()
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        new[] { Grant.IdOf(a, b), Grant.IdOf(b, a), Grant.IdOf(a, a), Grant.ReversalIdOf(a, b) }.ShouldBeUnique();
        Grant.IdOf(a, b).ShouldBe(Grant.IdOf(a, b));
    }
}
