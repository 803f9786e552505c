namespace Documents;

/// <summary>A document that knows which commands it has carried out: one that is delivered again is answered as the first time, and undoes no later one.</summary>
public interface IRemembersCommands
{
    /// <summary>Newest first; more than are sent for one document in the seconds in which a command can come again.</summary>
    List<Guid> Commands { get; }
}

public static class RememberedCommands
{
    private const int Kept = 16;

    public static bool HasDone(this IRemembersCommands document, Guid command) => document.Commands.Contains(command);

    public static void Remember(this IRemembersCommands document, Guid command)
    {
        document.Commands.Insert(0, command);
        if (document.Commands.Count > Kept)
        {
            document.Commands.RemoveAt(Kept);
        }
    }
}
