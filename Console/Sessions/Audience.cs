using System.Reflection;

namespace OperatorsConsole.Sessions;

/// <summary>
/// For whom a page is, or a part of one. Each page says it, once: the menu, the host and the screen go by it. What is allowed, the API decides.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class AudienceAttribute : Attribute
{
    /// <summary>What the others are told.</summary>
    public abstract string Missing { get; }

    public abstract bool Has(Reader reader);

    /// <summary>Null for a page that is open to strangers, and for a part whose page says it.</summary>
    public static AudienceAttribute? Of(Type component) => component.GetCustomAttribute<AudienceAttribute>(inherit: false);
}

/// <summary>For everybody who is signed in.</summary>
public sealed class EverybodyAttribute : AudienceAttribute
{
    public override string Missing => "It is for who is signed in.";

    public override bool Has(Reader reader) => true;
}

/// <summary>For who has a permission.</summary>
public sealed class NeedsAttribute(string permission) : AudienceAttribute
{
    public string Permission => permission;

    public override string Missing => $"It needs the permission {permission}, which none of your roles has.";

    public override bool Has(Reader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.May(permission);
    }
}

/// <summary>For who has a role: what users do for themselves is under no permission.</summary>
public sealed class NeedsRoleAttribute(Role role) : AudienceAttribute
{
    public Role Role => role;

    public override string Missing => $"It is for accounts with the role {role.ToString().ToUpperInvariant()}, which yours has not.";

    public override bool Has(Reader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.User.Roles.Contains(role);
    }
}
