using OperatorsConsole.Shell;

namespace OperatorsConsole.Audit;

/// <summary>What an entry is about, such as <c>event:{id}</c>.</summary>
public readonly record struct Subject(string Target)
{
    private string Kind => Target.Split(':', 2)[0];

    private string Key => Target.Split(':', 2)[^1];

    /// <summary>Of its screen; null where it has none.</summary>
    public string? Address => !Guid.TryParse(Key, out _) ? null : Kind switch
    {
        "event" => $"events/{Key}",
        "request" => $"requests/{Key}",
        "user" => $"users/{Key}",
        _ => null,
    };

    public string Label => Guid.TryParse(Key, out _) ? $"{Kind} {ShortId.Of(Key)}" : Target;
}
