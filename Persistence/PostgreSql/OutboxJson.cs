using System.Text.Json;
using Persistence.Outbox;

namespace Persistence.PostgreSql;

internal static class OutboxJson
{
    public static string Write(IReadOnlyList<OutboxMessage> messages) =>
        messages.Count == 0 ? "[]" : JsonSerializer.Serialize(messages, DocumentJson.Options);

    public static IReadOnlyList<OutboxMessage> Read(string json) => JsonSerializer.Deserialize<List<OutboxMessage>>(json, DocumentJson.Options)!;
}
