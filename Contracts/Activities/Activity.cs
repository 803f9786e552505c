using System.Text.Json;

namespace Contracts.Activities;

/// <summary>Something a user did. Key makes it idempotent for that user and type; Data holds texts and numbers by name.</summary>
public sealed record Activity(
    Guid UserId, string Type, DateTimeOffset OccurredAt, string Key, IReadOnlyDictionary<string, JsonElement>? Data);
