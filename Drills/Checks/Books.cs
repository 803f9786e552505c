using System.Text.Json;
using Drills.Load;

namespace Drills.Checks;

/// <summary>What one user has in the end: his requests, his ledger and his wallet.</summary>
public sealed record Books(CarefulClient User, IReadOnlyList<JsonElement> Requests, IReadOnlyList<JsonElement> Ledger, JsonElement Wallet)
{
    public static async Task<Books> Of(CarefulClient user) => new(
        user,
        await user.All("/events/requests?limit=100"),
        await user.All("/me/ledger?limit=100"),
        (await user.Get("/me/wallet")).Json);

    public IEnumerable<JsonElement> EntriesOf(string requestId) => Ledger.Where(entry => entry.Text("requestId") == requestId);

    public IEnumerable<string> Codes => Wallet.GetProperty("coupons").EnumerateArray().Select(coupon => coupon.Text("code"));
}

public static class Fields
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static long Number(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static IEnumerable<string> RewardIds(this JsonElement request) => request.GetProperty("rewards").EnumerateArray().Select(reward => reward.Text("rewardId"));

    public static string[] Statuses(this JsonElement request) => [.. request.GetProperty("timeline").EnumerateArray().Select(entry => entry.Text("status"))];
}
