using System.Diagnostics;
using Xunit.Abstractions;

namespace Model.Tests;

/// <summary>Every order of what can happen to a request, with processes that end between any two writes and messages that come again.</summary>
public sealed class The_fulfilment_of_requests(ITestOutputHelper output)
{
    [Fact]
    public Task Of_an_automatic_request_comes_to_its_end_on_every_way() =>
        Explore(Scenario.Automatic(Scenario.Points, Scenario.Limited(1)), "Fulfilled", "Revoked");

    [Fact]
    public Task Of_a_request_whose_stock_has_run_out_takes_back_what_it_granted() =>
        Explore(Scenario.Automatic(Scenario.Points, Scenario.Limited(0)), "Failed");

    [Fact]
    public Task Of_a_request_that_people_decide_follows_the_decision_or_the_deadline() =>
        Explore(Scenario.Manual(Scenario.Points, Scenario.Coupon), "Cancelled", "Failed", "Fulfilled", "Rejected", "Revoked");

    [Fact]
    public Task Of_a_request_that_is_delivered_follows_its_receiver() =>
        Explore(Scenario.Automatic(Scenario.DeliveredPoints, Scenario.Limited(1)), "Failed", "Fulfilled", "Revoked");

    [Fact]
    public Task Of_two_requests_for_one_unit_gives_it_once() =>
        Explore(Scenario.Two(Scenario.Limited(1)), "Failed Fulfilled", "Failed Revoked", "Fulfilled Failed", "Fulfilled Revoked", "Revoked Failed", "Revoked Fulfilled", "Revoked Revoked");

    private async Task Explore(State first, params string[] ends)
    {
        await using var product = new Product(new World());
        var watch = Stopwatch.StartNew();
        var found = await new Search(product, Bounds.FromEnvironment).From(first);
        output.WriteLine($"{found.States} states, {found.Steps} steps, depth {found.Depth}{(found.IsWhole ? "" : ", not whole")}, {watch.ElapsedMilliseconds} ms: {string.Join(", ", found.Ends)}");
        found.Violation.ShouldBeNull();
        found.Ends.Keys.Order(StringComparer.Ordinal).ShouldBe(ends);
    }
}
