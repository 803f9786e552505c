namespace Contracts.Connections;

/// <summary>To whom connections and campaigns belong: a user, or a team.</summary>
public sealed record Owner(OwnerKind Kind, Guid Id)
{
    private const string User = "user:";
    private const string Team = "team:";

    /// <summary>As documents and the audit log name it.</summary>
    public override string ToString() => Kind switch
    {
        OwnerKind.User => $"{User}{Id}",
        OwnerKind.Team => $"{Team}{Id}",
        _ => throw new InvalidOperationException($"{Kind} owns nothing."),
    };

    /// <summary>Of a text that <see cref="ToString"/> made.</summary>
    public static Owner Parse(string text) =>
        text.StartsWith(User, StringComparison.Ordinal) ? new(OwnerKind.User, Guid.Parse(text[User.Length..]))
        : text.StartsWith(Team, StringComparison.Ordinal) ? new(OwnerKind.Team, Guid.Parse(text[Team.Length..]))
        : throw new FormatException($"{text} is no owner.");
}
