using Messages;
using Texts;

namespace Contracts.Stages;

/// <summary>What an operator sets on a stage, and the bounds of it.</summary>
public sealed record StageTerms(string Name, string? Description) : Extensible
{
    private const int MaxName = 100;
    private const int MaxDescription = 1000;

    public void Check(FieldFaults faults) => faults
        .Text(Name, "name", MaxName)
        .AddIf(Description is not null && Characters.Count(Description) > MaxDescription, "description", $"has at most {MaxDescription} characters.");

    /// <summary>The terms with what is given in place of what they have; of use when no fault is found.</summary>
    public StageTerms With(ChangeStage change, FieldFaults faults)
    {
        foreach (var field in change.Cleared.Where(field => field != "description"))
        {
            faults.Add(field, "cannot be null: leave it out to keep it.");
        }

        return this with
        {
            Name = change.Name ?? Name,
            Description = change.Cleared.Contains("description") ? null : change.Description ?? Description,
        };
    }
}
