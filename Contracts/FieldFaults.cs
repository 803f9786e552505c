using Texts;

namespace Contracts;

/// <summary>What is wrong with an input: sentences by camel-case field, in the order in which they were found.</summary>
public sealed class FieldFaults
{
    private readonly List<(string Field, string Sentence)> found = [];

    public IReadOnlyList<(string Field, string Sentence)> Found => found;

    /// <summary>The refusal of a list whose cursor is nobody's.</summary>
    public static Refused BadCursor => new FieldFaults().Add("cursor", "is not one that a list returned.").ToRefusal()!;

    public FieldFaults Add(string field, string sentence)
    {
        found.Add((field, sentence));
        return this;
    }

    public FieldFaults AddIf(bool fault, string field, string sentence) => fault ? Add(field, sentence) : this;

    /// <summary>Text of 1 to <paramref name="most"/> characters that are not all blank; null passes.</summary>
    public FieldFaults Text(string? text, string field, int most) =>
        AddIf(text is not null && (Characters.IsBlank(text) || Characters.Count(text) > most), field, $"has 1 to {most} characters.");

    /// <summary>Text by which something is told from others; null passes, blank is missing.</summary>
    public FieldFaults Identifier(string? text, string field, int most) => this
        .AddIf(text is not null && Characters.IsBlank(text), field, "is required.")
        .AddIf(text is not null && !Characters.IsBlank(text) && !Characters.Identify(text, most), field, IdentifierRule(most));

    /// <summary>What <see cref="Characters.Identify"/> wants, as a sentence.</summary>
    public static string IdentifierRule(int most) => $"has 1 to {most} characters, no control character, and no blank around it.";

    /// <summary>Null passes.</summary>
    public FieldFaults Range(long? number, string field, long least, long most) =>
        AddIf(number < least || number > most, field, $"is a whole number from {least} to {most}.");

    /// <summary>Null when there is no fault.</summary>
    public Refused? ToRefusal() => found.Count == 0
        ? null
        : new Refused(
            Codes.ValidationFailed,
            "Some fields are not valid.",
            found.GroupBy(fault => fault.Field, fault => fault.Sentence).ToDictionary(field => field.Key, field => field.ToArray()));
}
