using System.Text.Json;

namespace Contracts.Activities;

/// <summary>Something a user did. Key makes it idempotent for that user and type; Data holds texts and numbers by name.</summary>
public sealed record Activity(
    Guid UserId, string Type, DateTimeOffset OccurredAt, string Key, IReadOnlyDictionary<string, JsonElement>? Data)
{
    private const string Login = "login";
    private const string Watch = "watch";

    /// <summary>A login as conditions know it, the same whoever tells of it. LoginId: the id of the message LogIn.</summary>
    public static Activity OfLogin(Guid userId, Guid loginId, DateTimeOffset at) => new(userId, Login, at, loginId.ToString(), null);

    /// <summary>So many seconds on a stage, of which a session tells in parts.</summary>
    public static Activity OfWatch(Guid userId, Guid sessionId, int part, Guid stageId, long seconds, DateTimeOffset at) => new(
        userId,
        Watch,
        at,
        $"{sessionId}:{part}",
        new Dictionary<string, JsonElement>
        {
            ["stage"] = JsonSerializer.SerializeToElement(stageId.ToString()),
            ["seconds"] = JsonSerializer.SerializeToElement(seconds),
        });
}
