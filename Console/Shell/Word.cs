namespace OperatorsConsole.Shell;

/// <summary>A word of an address.</summary>
public static class Word
{
    /// <summary>Null for what is none of those that are known, numbers included.</summary>
    public static T? Of<T>(string? text) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(one => one.ToString() is not "Unknown" && string.Equals(one.ToString(), text, StringComparison.OrdinalIgnoreCase));
}
