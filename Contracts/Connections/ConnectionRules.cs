using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Contracts.Connections;

/// <summary>The bounds of what is said of connections.</summary>
public static class ConnectionRules
{
    /// <summary>Of settings or credentials as JSON.</summary>
    private const int MostBytes = 16 * 1024;

    private const int MostName = 100;
    private const int MostAccountId = 100;
    private const int LeastMinutes = 5;
    private const int MostMinutes = 1440;

    private static readonly SearchValues<char> OfAccountId =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static readonly string AccountIdRule = $"has 1 to {MostAccountId} letters, digits, full stops, underscores and hyphens.";

    public static bool IsAccountId(string text) => text.Length is > 0 and <= MostAccountId && !text.AsSpan().ContainsAnyExcept(OfAccountId);

    public static FieldFaults AccountId(this FieldFaults faults, string? accountId) =>
        faults.AddIf(accountId is not null && !IsAccountId(accountId), "accountId", AccountIdRule);

    public static FieldFaults ConfigName(this FieldFaults faults, string? name) => faults
        .Text(name, "name", MostName)
        .AddIf(name?.Any(char.IsControl) == true, "name", "has no control characters.");

    public static FieldFaults SyncEveryMinutes(this FieldFaults faults, int? minutes) => faults.Range(minutes, "syncEveryMinutes", LeastMinutes, MostMinutes);

    /// <summary>Of a JSON object that a platform's schema judges; null passes.</summary>
    public static FieldFaults JsonObject(this FieldFaults faults, IReadOnlyDictionary<string, JsonElement>? value, string field) => faults
        .AddIf(
            value is not null && value.Sum(part => (long)Encoding.UTF8.GetByteCount(part.Key) + Encoding.UTF8.GetByteCount(part.Value.GetRawText())) > MostBytes,
            field,
            $"has at most {MostBytes} bytes.")
        .AddIf(
            value?.All(part => IsText(part.Key) && IsPlain(part.Value)) == false,
            field,
            $"holds no NUL character, no half of a surrogate pair, and of numbers only {ExactNumber.Rule}.");

    /// <summary>For what credentials are encrypted on their way from the Gateway.</summary>
    public static string SealedFor(Owner owner, string platform, string accountId) => $"credentials of {owner}/{platform}/{accountId}";

    private static bool IsPlain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsText(value),
        JsonValueKind.Number => ExactNumber.TryRead(value, out _),
        JsonValueKind.Object => value.EnumerateObject().All(part => IsText(part) && IsPlain(part.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsPlain),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
        _ => false,
    };

    private static bool IsText(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private static bool IsText(JsonElement value) => IsText(() => value.GetString()!);

    private static bool IsText(JsonProperty part) => IsText(() => part.Name);

    private static bool IsText(Func<string> read)
    {
        try
        {
            return IsText(read());
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no text.
            return false;
        }
    }
}
