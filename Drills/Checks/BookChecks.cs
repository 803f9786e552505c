using System.Text.Json;

namespace Drills.Checks;

/// <summary>What must hold of everybody's books, whatever the events are. Each check gives what breaks it.</summary>
/// <param name="accepted">The requests that were answered with 201.</param>
public sealed class BookChecks(IReadOnlyList<Books> books, IReadOnlySet<string> accepted)
{
    /// <summary>None is lost, and none that nobody was told of.</summary>
    public IEnumerable<string> NoRequestIsLost()
    {
        var stored = books.SelectMany(user => user.Requests).Select(request => request.Text("id")).ToHashSet();
        return
        [
            .. accepted.Except(stored).Select(id => $"request {id} was accepted and is gone"),
            .. stored.Except(accepted).Select(id => $"request {id} is one that nobody was told of"),
        ];
    }

    /// <summary>A fulfilled request has each of its rewards once, a revoked one its contra entries, any other nothing that stands.</summary>
    public IEnumerable<string> EachIsGrantedOnce() =>
        from user in books
        from request in user.Requests
        let id = request.Text("id")
        let entries = user.EntriesOf(id).ToList()
        let status = request.Text("status")
        from violation in entries.Select(entry => entry.Text("rewardId")).Concat(request.RewardIds()).Distinct()
            .Select(reward => Violation(id, status, reward, [.. entries.Where(entry => entry.Text("rewardId") == reward)], alone: request.RewardIds().Count() == 1))
            .OfType<string>()
        select violation;

    public IEnumerable<string> WalletsAreTheirLedgers() => books.SelectMany(WalletIsTheLedger);

    /// <param name="shared">Codes that everybody may have.</param>
    public IEnumerable<string> CodesHaveOneOwner(IReadOnlySet<string>? shared = null) =>
        books.SelectMany(user => user.Codes).Where(code => shared?.Contains(code) is not true).GroupBy(code => code).Where(owners => owners.Count() > 1).Select(owners => $"code {owners.Key} has {owners.Count()} owners");

    /// <param name="reward">One with a stock, as it is answered now.</param>
    /// <param name="given">How often it is in a ledger and stands.</param>
    public static IEnumerable<string> StockIsWhole(JsonElement reward, long given)
    {
        if (reward.Number("remaining") + given != reward.Number("stock"))
        {
            yield return $"{reward.Text("name")}: {reward.Number("remaining")} are left of {reward.Number("stock")}, {given} were given";
        }
    }

    /// <summary>What was taken back of a reward that failed beside others leaves both entries; where it is the only one, nothing was granted.</summary>
    private static string? Violation(string id, string status, string reward, IReadOnlyList<JsonElement> entries, bool alone)
    {
        var (plus, minus) = (entries.Count(entry => entry.Number("amount") > 0), entries.Count(entry => entry.Number("amount") < 0));
        var holds = status switch
        {
            "FULFILLED" => (plus, minus) == (1, 0),
            "REVOKED" => (plus, minus) == (1, 1),
            "FAILED" when !alone => plus == minus && plus <= 1,
            _ => (plus, minus) == (0, 0),
        };
        return holds && entries.Sum(entry => entry.Number("amount")) is var sum && (sum == 0) == (plus == minus)
            ? null
            : $"request {id} is {status} with {plus} grants and {minus} contra entries of reward {reward}";
    }

    private static IEnumerable<string> WalletIsTheLedger(Books user)
    {
        long Sum(string type) => user.Ledger.Where(entry => entry.Text("type") == type).Sum(entry => entry.Number("amount"));
        (string What, long Has, long Ledger)[] compared =
        [
            ("points", user.Wallet.Number("points"), Sum("POINT")),
            ("items", user.Wallet.GetProperty("items").EnumerateArray().Sum(item => item.Number("quantity")), Sum("ITEM")),
            ("coupons", user.Wallet.GetProperty("coupons").GetArrayLength(), Sum("COUPON")),
            ("badges", user.Wallet.GetProperty("badges").GetArrayLength(), Sum("BADGE")),
        ];
        return compared.Where(one => one.Has != one.Ledger).Select(one => $"user {user.User.UserId} has {one.Has} {one.What}, the ledger {one.Ledger}");
    }
}
