using System.Text.Json;

namespace Contracts;

/// <summary>The answer to a command or query that a rule refuses. Code is stable (api.md), Detail says what to do,
/// Errors names faulty fields, Data holds what the code promises besides (nextAt, evaluation).</summary>
public sealed record Refused(
    string Code,
    string Detail,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    IReadOnlyDictionary<string, JsonElement>? Data = null);
