using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Contracts.Connections;

namespace Gateway.Connections;

internal sealed record ConfigBody : RequestBody
{
    [Required]
    public string? Name { get; init; }

    /// <summary>By the schema of the platform.</summary>
    [Required]
    public Dictionary<string, JsonElement>? Settings { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Name, "name"))
        {
            faults.Add(new FieldFaults().ConfigName(Name));
        }

        if (faults.Requires(Settings, "settings"))
        {
            faults.Add(new FieldFaults().JsonObject(Settings, "settings"));
        }
    }
}
