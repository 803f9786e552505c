using Xunit;

namespace Support.Components;

/// <summary>A test over real components; skipped, with the reason, where one is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealFactAttribute : FactAttribute
{
    public RealFactAttribute(params Component[] components)
    {
        ComponentsNeeded = components;
        Skip = components.Select(Installed.Missing).FirstOrDefault(reason => reason is not null);
    }

    public IReadOnlyList<Component> ComponentsNeeded { get; }
}
