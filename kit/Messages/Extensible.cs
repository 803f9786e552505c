using System.Text.Json;

namespace Messages;

/// <summary>
/// A part of what is stored, which may get fields in a later version. Those that this version does not know stay with it, also
/// in a copy that <c>with</c> makes, and are stored again; no answer shows them. Two that differ in them alone are equal.
/// </summary>
public abstract record Extensible
{
    protected internal Dictionary<string, JsonElement>? Unknown { get; set; }

    public virtual bool Equals(Extensible? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();
}
