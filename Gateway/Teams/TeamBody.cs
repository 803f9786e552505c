using System.ComponentModel.DataAnnotations;
using Contracts.Teams;

namespace Gateway.Teams;

internal sealed record TeamBody : RequestBody
{
    [Required]
    public string? Name { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Name, "name"))
        {
            faults.Add(new FieldFaults().TeamName(Name));
        }
    }
}
