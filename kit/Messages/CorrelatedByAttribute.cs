namespace Messages;

/// <summary>
/// Names the property whose id is the correlation id of a message, by which logs, traces and the broker find it; with
/// further names, a property of that one's value. On an assembly it is for each of its messages that has such an id.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class, Inherited = false)]
public sealed class CorrelatedByAttribute(params string[] path) : Attribute
{
    public IReadOnlyList<string> Path => path;
}
