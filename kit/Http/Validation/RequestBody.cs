using System.Text.Json;
using System.Text.Json.Serialization;

namespace Http.Validation;

/// <summary>
/// A JSON body. Its members are nullable and words and times are text, so that everything that is wrong with it can
/// be said at once.
/// </summary>
public abstract record RequestBody : IChecked
{
    /// <summary>Fields that nobody asked for.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Fields that were given as null: for PATCH, absent means unchanged and null means cleared.</summary>
    protected HashSet<string> Nulls { get; } = [];

    /// <summary>Texts with a NUL character, which PostgreSQL cannot store and nobody types.</summary>
    private HashSet<string> WithNul { get; } = [];

    public void Given(string field, object? value)
    {
        if (value is null)
        {
            Nulls.Add(field);
        }
        else if (value is string text && text.Contains('\0', StringComparison.Ordinal))
        {
            WithNul.Add(field);
        }
    }

    public void Check(Faults faults)
    {
        foreach (var field in WithNul)
        {
            faults.Add(field, "has no NUL character.");
        }

        faults.Unknown(Unknown);
        Rules(faults);
    }

    protected abstract void Rules(Faults faults);
}
