using System.Diagnostics.CodeAnalysis;
using Hosting.Networks;
using Http.Problems;
using Texts;

namespace Http.Validation;

/// <summary>Every fault of a request, by camel-case field.</summary>
public sealed class Faults
{
    /// <summary>Of names that the caller made up, so much is said back to him.</summary>
    private const int MostUnknown = 20;
    private const int MostInDetail = 10;

    private readonly DateTimeOffset now;
    private readonly Func<string, OutboundTargets> targets;
    private readonly string prefix;
    private readonly Dictionary<string, List<string>> byField;

    /// <param name="targets">Those of a section of the configuration; without them private networks are allowed nowhere.</param>
    public Faults(DateTimeOffset now, Func<string, OutboundTargets>? targets = null)
        : this(now, targets ?? (_ => new OutboundTargets(AllowPrivateNetworks: false)), "", [])
    {
    }

    private Faults(DateTimeOffset now, Func<string, OutboundTargets> targets, string prefix, Dictionary<string, List<string>> byField)
    {
        this.now = now;
        this.targets = targets;
        this.prefix = prefix;
        this.byField = byField;
    }

    public DateTimeOffset Now => now;

    /// <summary>Which URLs may be called for what a section of the configuration is about.</summary>
    public OutboundTargets Targets(string section) => targets(section);

    /// <summary>The same faults, for a part of the request whose fields have this before their names.</summary>
    public Faults Within(string part) => new(now, targets, prefix + part, byField);

    public Faults Add(string field, string sentence)
    {
        field = Problem.Shown(prefix + field);
        if (!byField.TryGetValue(field, out var sentences))
        {
            byField[field] = sentences = [];
        }

        sentences.Add(sentence);
        return this;
    }

    /// <summary>Fields that nobody asked for.</summary>
    public void Unknown<T>(IReadOnlyDictionary<string, T>? fields, string part = "")
    {
        foreach (var field in fields?.Keys.Take(MostUnknown) ?? [])
        {
            Add(part + field, "is not a known field.");
        }
    }

    public Faults AddIf(bool fault, string field, string sentence) => fault ? Add(field, sentence) : this;

    /// <summary>Adds a fault when the field is missing; else true.</summary>
    public bool Requires<T>([NotNullWhen(true)] T? value, string field)
    {
        if (value is null)
        {
            Add(field, "is required.");
            return false;
        }

        return true;
    }

    /// <summary>Text of 1 to <paramref name="most"/> characters that are not all blank; null passes.</summary>
    public void Text(string? value, string field, int most) =>
        AddIf(value is not null && (Characters.IsBlank(value) || Characters.Count(value) > most), field, $"has 1 to {most} characters.");

    public void RequiredText(string? value, string field, int most)
    {
        if (Requires(value, field))
        {
            Text(value, field, most);
        }
    }

    public void Range(long? value, string field, long least, long most) =>
        AddIf(value < least || value > most, field, $"is a whole number from {least} to {most}.");

    public void Word<T>(string? value, string field) where T : struct, Enum =>
        AddIf(value is not null && Words.Parse<T>(value) is null, field, $"is one of {string.Join(", ", Words.All<T>())}.");

    /// <summary>The time in UTC; null when it is absent or faulty.</summary>
    public DateTimeOffset? Instant(string? value, string field)
    {
        if (value is null)
        {
            return null;
        }

        if (Instants.TryParse(value, out var time))
        {
            return time;
        }

        Add(field, "is a time with its offset, such as 2030-01-31T12:00:00Z.");
        return null;
    }

    /// <summary>Null when there is no fault.</summary>
    public Problem? ToProblem()
    {
        if (byField.Count == 0)
        {
            return null;
        }

        var errors = byField.ToDictionary(fault => fault.Key, fault => fault.Value.ToArray());
        var named = string.Join(", ", errors.Keys.Take(MostInDetail)) + (errors.Count > MostInDetail ? ", …" : "");
        return new Problem("VALIDATION_FAILED", $"Correct what errors names ({named}) and send the request again.", errors);
    }
}
