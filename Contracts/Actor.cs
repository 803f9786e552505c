namespace Contracts;

/// <summary>Who did something, as timelines and the audit log name him: a user by his id, and the rest as said here.</summary>
public static class Actor
{
    /// <summary>The actor of what the platform does by itself.</summary>
    public const string System = "system";

    private const string Service = "service:";

    public static string Of(Caller caller) => caller.Permissions is null ? caller.UserId.ToString() : $"{Service}{caller.UserId}";
}
