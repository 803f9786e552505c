using Contracts.Stages;

namespace Gateway.Stages;

/// <summary>What an operator sets on a stage: the rules are those of its terms.</summary>
internal abstract record StageBody : RequestBody
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    protected void Check(Faults faults, StageTerms before, IReadOnlyList<string> cleared)
    {
        var found = new FieldFaults();
        before.With(new ChangeStage(default, Name, Description, cleared, new Caller(default, [])), found).Check(found);
        faults.Add(found);
    }
}
