using Documents;
using RewardWorker.Ledger;

namespace RewardWorker.Tests.Granting;

public sealed class NamedIds
{
    /// <summary>The example of RFC 9562, appendix A.4.</summary>
    [Fact]
    public void Of_MakesTheStandardsExample() =>
        NamedGuid.Of(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com").ShouldBe(Guid.Parse("2ed6657d-e927-568b-95e1-2665a8aea6a2"));

    [Fact]
    public void OfAGrant_DifferByRequestAndRewardAndReversal()
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        new[] { Grant.IdOf(a, b), Grant.IdOf(b, a), Grant.IdOf(a, a), Grant.ReversalIdOf(a, b) }.ShouldBeUnique();
        Grant.IdOf(a, b).ShouldBe(Grant.IdOf(a, b));
    }
}
