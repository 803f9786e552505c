using System.Diagnostics;
using Xunit.Abstractions;

namespace Model.Tests;

/// <summary>Every order of what can happen to a request, with processes that end between any two writes, messages that come again,
/// fulfilments that are forgotten and a database that is restored.</summary>
public sealed class The_fulfilment_of_requests(ITestOutputHelper output)
{
    [Fact]
    public Task Of_an_automatic_request_comes_to_its_end_on_every_way() =>
        Explore(Scenario.Automatic(Scenario.Points, Scenario.Limited(1)), "Failed (restored)", "Fulfilled", "Fulfilled (restored)", "Revoked", "Revoked (restored)");

    [Fact]
    public Task Of_a_request_whose_stock_has_run_out_takes_back_what_it_granted() =>
        Explore(Scenario.Automatic(Scenario.Points, Scenario.Limited(0)), "Failed", "Failed (restored)");

    [Fact]
    public Task Of_a_request_that_people_decide_follows_the_decision_or_the_deadline() =>
        Explore(
            Bounds.UpTo(11),
            Scenario.Manual(Scenario.Points, Scenario.Coupon),
            "Cancelled", "Cancelled (restored)", "Failed", "Failed (restored)", "Fulfilled", "Fulfilled (restored)", "Rejected", "Rejected (restored)", "Revoked", "Revoked (restored)");

    [Fact]
    public Task Of_a_request_that_people_decide_whenever_they_like_follows_the_decision() =>
        Explore(
            Bounds.UpTo(11),
            Scenario.ManualWithoutDeadline(Scenario.Points),
            "Cancelled", "Cancelled (restored)", "Failed (restored)", "Fulfilled", "Fulfilled (restored)", "Rejected", "Rejected (restored)", "Revoked", "Revoked (restored)");

    [Fact]
    public Task Of_a_request_that_is_delivered_follows_its_receiver() =>
        Explore(
            Scenario.Automatic(Scenario.DeliveredPoints, Scenario.Limited(1)),
            "Failed", "Failed (restored)", "Fulfilled", "Fulfilled (restored)", "Revoked", "Revoked (restored)");

    [Fact]
    public Task Of_two_requests_for_one_unit_gives_it_once() =>
        Explore(Scenario.Two(Scenario.Limited(1)), "Failed Fulfilled", "Failed Revoked", "Fulfilled Failed", "Fulfilled Revoked", "Revoked Failed", "Revoked Fulfilled", "Revoked Revoked");

    private Task Explore(State first, params string[] ends) => Explore(Bounds.FromEnvironment, first, ends);

    private async Task Explore(Bounds bounds, State first, params string[] ends)
    {
        await using var product = new Product(new World());
        var watch = Stopwatch.StartNew();
        var found = await new Search(product, bounds).From(first);
        output.WriteLine($"{found.States} states, {found.Steps} steps, depth {found.Depth}{(found.IsWhole ? "" : ", not whole")}, {watch.ElapsedMilliseconds} ms: {string.Join(", ", found.Ends)}");
        found.Violation.ShouldBeNull();
        found.Ends.Keys.Order(StringComparer.Ordinal).ShouldBe(ends);
    }
}
