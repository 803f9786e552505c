using Contracts.Requests;
using RewardWorker.Ledger;

namespace Model.Tests;

/// <summary>That a promise is broken is found, and told by the shortest way there.</summary>
public sealed class A_fulfilment_with_a_guard_taken_away
{
    [Fact]
    public Task Whose_grants_have_new_ids_grants_twice() =>
        Breaks(new() { GrantsHaveNewIds = true }, Scenario.Automatic(Scenario.Points), "A reward of a request was granted twice.", "RewardRequested, cut off after 1 of");

    [Fact]
    public Task Whose_clock_stands_waits_for_ever() =>
        Breaks(new() { ClockStands = true }, Scenario.Manual(Scenario.Points), "There is no end.", "for ever");

    [Fact]
    public Task Which_forgets_to_take_back_leaves_what_a_failed_request_was_granted() =>
        Breaks(new() { ReversalsAreForgotten = true }, Scenario.Automatic(Scenario.Points, Scenario.Limited(0)), "Of a request that is Failed something still stands.", "RewardRequestFailed");

    [Fact]
    public Task Whose_outcome_is_lost_never_ends() =>
        Breaks(new() { Lost = typeof(RewardRequestFulfilled) }, Scenario.Automatic(Scenario.Points), "There is no end.", "for ever");

    [Fact]
    public Task Whose_grants_are_overwritten_loses_count_of_its_stock() =>
        Breaks(new() { Unguarded = Grant.Schema.Collection }, Scenario.Two(Scenario.Limited(1)), "Of a stock 0 are taken, and 1 given.", "RevokeRewardRequest");

    [Fact]
    public Task Which_does_not_ask_the_ledger_leaves_what_a_rejected_request_was_granted() =>
        Breaks(new() { LedgerIsUnread = true }, Scenario.Unrevoked(Scenario.Points), "Of a request that is Cancelled something still stands.", "restored");

    private static async Task Breaks(Breakage breakage, State first, string promise, string way)
    {
        await using var product = new Product(new World { Broken = breakage });

        var found = await new Search(product, Bounds.FromEnvironment).From(first);

        found.Violation.ShouldNotBeNull();
        found.Violation.ShouldStartWith(promise);
        found.Violation.ShouldContain(way);
    }
}
