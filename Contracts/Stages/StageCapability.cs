namespace Contracts.Stages;

/// <summary>What the holder of a stage token may do there. Who may publish is no viewer.</summary>
public enum StageCapability
{
    Publish,
    Subscribe,
}
