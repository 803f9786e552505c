namespace Messages;

/// <summary>
/// A name that a message had before it was renamed or moved, as <see cref="MessageNames.Of"/> gave it: what waits in outboxes
/// under it, and what an older instance still sends, is this message. It stays until no installation can hold such a message.
/// </summary>
/// <param name="name"><c>Namespace:Name</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FormerlyKnownAsAttribute(string name) : Attribute
{
    public string Name => name;
}
