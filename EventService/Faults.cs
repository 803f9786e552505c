using Contracts;

namespace EventService;

/// <summary>Every fault of an input, by camel-case field.</summary>
internal sealed class Faults
{
    private readonly Dictionary<string, List<string>> byField = [];

    public Faults Add(string field, string sentence)
    {
        if (!byField.TryGetValue(field, out var sentences))
        {
            byField[field] = sentences = [];
        }

        sentences.Add(sentence);
        return this;
    }

    public Faults AddIf(bool fault, string field, string sentence) => fault ? Add(field, sentence) : this;

    /// <summary>Null when there is no fault.</summary>
    public Refused? ToRefusal() =>
        byField.Count == 0
            ? null
            : new Refused(
                Codes.ValidationFailed,
                "Some fields are not valid.",
                byField.ToDictionary(fault => fault.Key, fault => fault.Value.ToArray()));
}
