namespace Contracts;

public static class Actor
{
    /// <summary>The actor of what the platform does by itself; any other is a user's id.</summary>
    public const string System = "system";
}
