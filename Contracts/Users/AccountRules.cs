using System.Text;
using Texts;

namespace Contracts.Users;

/// <summary>The bounds of what a user gives of himself.</summary>
public static class AccountRules
{
    private const int LeastPassword = 8;
    private const int MostPassword = 128;
    private const int MostName = 100;

    /// <summary>Judged in the form in which it is compared.</summary>
    public static FieldFaults Password(this FieldFaults faults, string? password, string field)
    {
        var text = Composed.Of(password ?? "");
        return faults
            .AddIf(Characters.Count(text) is < LeastPassword or > MostPassword, field, $"has {LeastPassword} to {MostPassword} characters.")
            .AddIf(!text.EnumerateRunes().Any(Rune.IsUpper), field, "has an upper-case letter.")
            .AddIf(!text.EnumerateRunes().Any(Rune.IsLower), field, "has a lower-case letter.")
            .AddIf(!text.EnumerateRunes().Any(Rune.IsDigit), field, "has a digit.");
    }

    /// <summary>Null passes.</summary>
    public static FieldFaults UserName(this FieldFaults faults, string? name) => faults
        .Text(name, "name", MostName)
        .AddIf(name?.Any(char.IsControl) == true, "name", "has no control characters.");
}
