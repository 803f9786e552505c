using System.Text.Json;
using Drills.Checks;
using Drills.Load;

namespace Flow.Tests.Faults;

public sealed class Books_that_do_not_agree : IDisposable
{
    private readonly CarefulClient user = new([new Uri("http://127.0.0.1:1")], "user", new History(), []);

    public void Dispose() => user.Dispose();

    [Theory]
    [InlineData("FULFILLED", 1, 0, true)]
    [InlineData("FULFILLED", 0, 0, false)]
    [InlineData("FULFILLED", 2, 0, false)]
    [InlineData("FULFILLED", 1, 1, false)]
    [InlineData("REVOKED", 1, 1, true)]
    [InlineData("REVOKED", 1, 0, false)]
    [InlineData("FAILED", 0, 0, true)]
    [InlineData("FAILED", 1, 1, false)]
    [InlineData("REJECTED", 1, 0, false)]
    public void Are_found_by_the_entries_of_a_request(string status, int plus, int minus, bool holds) =>
        Of(status, 1, [.. Entries("r0", plus, minus)]).EachIsGrantedOnce().Any().ShouldBe(!holds);

    [Fact]
    public void Are_not_those_where_what_failed_was_taken_back()
    {
        Of("FAILED", 2, [.. Entries("r0", 1, 1)]).EachIsGrantedOnce().ShouldBeEmpty();
        Of("FAILED", 2, [.. Entries("r0", 1, 0)]).EachIsGrantedOnce().ShouldHaveSingleItem();
    }

    [Fact]
    public void Are_found_by_a_request_that_is_gone_or_that_nobody_was_told_of()
    {
        Of("REJECTED", 1, [], "q", "other").NoRequestIsLost().ShouldBe(["request other was accepted and is gone"]);
        Of("REJECTED", 1, [], accepted: []).NoRequestIsLost().ShouldBe(["request q is one that nobody was told of"]);
    }

    [Fact]
    public void Are_found_by_a_wallet_that_is_not_its_ledger()
    {
        Of("FULFILLED", 1, [.. Entries("r0", 1, 0)]).WalletsAreTheirLedgers().ShouldBeEmpty();
        Of("FULFILLED", 1, [.. Entries("r0", 2, 0)]).WalletsAreTheirLedgers().ShouldHaveSingleItem();
    }

    [Fact]
    public void Are_found_by_a_code_with_two_owners_unless_everybody_may_have_it()
    {
        Books[] both = [With("code"), With("code")];

        new BookChecks(both, new HashSet<string>()).CodesHaveOneOwner().ShouldHaveSingleItem();
        new BookChecks(both, new HashSet<string>()).CodesHaveOneOwner(new HashSet<string> { "code" }).ShouldBeEmpty();

        Books With(string code) => new(user, [], [], Json(new { coupons = new[] { new { code } } }));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    [InlineData(7, false)]
    public void Are_found_by_a_stock_that_is_not_what_is_left_and_given(int given, bool holds) =>
        BookChecks.StockIsWhole(Json(new { name = "sword", stock = 10, remaining = 4 }), given).Any().ShouldBe(!holds);

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value);

    private static IEnumerable<JsonElement> Entries(string rewardId, int plus, int minus) =>
        Enumerable.Repeat(10, plus).Concat(Enumerable.Repeat(-10, minus)).Select(amount => Json(new { requestId = "q", rewardId, type = "POINT", amount }));

    /// <summary>One user with 10 points and one request, q.</summary>
    private BookChecks Of(string status, int rewards, JsonElement[] ledger, params string[] accepted)
    {
        var request = Json(new { id = "q", status, rewards = Enumerable.Range(0, rewards).Select(i => new { rewardId = $"r{i}" }) });
        var wallet = Json(new { points = 10, items = Array.Empty<int>(), coupons = Array.Empty<int>(), badges = Array.Empty<int>() });
        return new BookChecks([new Books(user, [request], ledger, wallet)], accepted.ToHashSet());
    }
}
