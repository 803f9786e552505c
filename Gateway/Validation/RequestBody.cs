using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Validation;

/// <summary>
/// A JSON body. Its members are nullable and words and times are text, so that everything that is wrong with it can
/// be said at once.
/// </summary>
internal abstract record RequestBody : IChecked
{
    /// <summary>Fields that nobody asked for.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Fields that were given as null.</summary>
    [JsonIgnore]
    public HashSet<string> Nulls { get; } = [];

    public void Check(Faults faults)
    {
        foreach (var field in Unknown?.Keys ?? Enumerable.Empty<string>())
        {
            faults.Add(field, "is not a known field.");
        }

        Rules(faults);
    }

    protected abstract void Rules(Faults faults);
}
