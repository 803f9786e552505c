using System.Globalization;

namespace Messaging.Client;

/// <summary>The query of a path; a parameter that is null is not given.</summary>
internal sealed record Query(string Text)
{
    public static readonly Query None = new("");

    public Query With(string name, string? value) =>
        value is null ? this : new Query($"{Text}{(Text.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}");

    public Query With(string name, int value) => With(name, value.ToString(CultureInfo.InvariantCulture));

    public Query With(string name, Guid? value) => With(name, value?.ToString());

    public Query With(string name, bool? value) => With(name, value switch { null => null, true => "true", false => "false" });

    public Query With(string name, DateTimeOffset? value) => With(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public Query With<T>(string name, T? value) where T : struct, Enum => With(name, value is { } word ? Words<T>.Of(word) : null);

    public override string ToString() => Text;
}
