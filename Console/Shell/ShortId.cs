namespace OperatorsConsole.Shell;

/// <summary>An id where there is no room for it: its end, as ids of one hour begin alike.</summary>
public static class ShortId
{
    private const int Length = 8;

    public static string Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length <= Length ? id : $"…{id[^Length..]}";
    }

    public static string Of(Guid id) => Of(id.ToString());
}
