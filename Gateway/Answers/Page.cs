using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Answers;

/// <summary>The part of a list that is asked for.</summary>
internal sealed class Page : IChecked
{
    private const int Usual = 20;
    private const int Most = 100;

    /// <summary>1 to 100, by default 20.</summary>
    [FromQuery(Name = "limit"), Shape("integer")]
    public string? Limit { get; init; }

    /// <summary>The nextCursor of the page before.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    public int Size => Limit is null ? Usual : int.Parse(Limit, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>An empty cursor is that of the first page.</summary>
    public string? After => string.IsNullOrEmpty(Cursor) ? null : Cursor;

    public void Check(Faults faults) => faults
        .AddIf(
            Limit is not null && !(int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most),
            "limit",
            $"is a whole number from 1 to {Most}.")
        .AddIf(Cursor?.Contains('\0', StringComparison.Ordinal) == true, "cursor", "is not one that a list returned.");
}
