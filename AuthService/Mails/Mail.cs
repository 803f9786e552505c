using Contracts.Mails;
using Documents;

namespace AuthService.Mails;

/// <summary>
/// A mail to the owner of an account or to who is invited, and what became of it. Its id is of the reason for which it is sent: for one reason there
/// is one. An attempt is begun by one write and finished by another: between them nobody else begins one, and after a crash
/// it is made again with the same Message-Id. It names nobody but by id.
/// </summary>
internal sealed class Mail : Document
{
    public static readonly Schema<Mail> Schema = new Schema<Mail>("mails").Index(m => m.DueAt);

    /// <summary>Whose account it is about, or who invites.</summary>
    public required Guid UserId { get; init; }

    public required MailKind Kind { get; init; }

    /// <summary>To which it invites; null of other kinds.</summary>
    public Guid? TeamId { get; init; }

    /// <summary>Of the link in it; null when nothing is to be sent any more.</summary>
    public string? SealedToken { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public MailState State { get; set; }

    /// <summary>When to try next, or when the attempt that is begun is given up; null when nothing is to be done.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>That were begun.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public static Mail Of(SendMail message, DateTimeOffset now) => new()
    {
        Id = message.MailId.ToString(),
        UserId = message.UserId,
        Kind = message.Kind,
        TeamId = message.TeamId,
        SealedToken = message.SealedToken,
        CreatedAt = now,
        DueAt = now,
    };

    /// <summary>False when it is not to be tried now.</summary>
    /// <param name="lease">After which the attempt is given up.</param>
    public bool TryBegin(DateTimeOffset now, TimeSpan lease)
    {
        if (State is MailState.Sent or MailState.Dropped || DueAt > now || (DueAt is null && State != MailState.GivenUp))
        {
            return false;
        }

        Attempts++;
        DueAt = now + lease;
        return true;
    }

    /// <summary>It was accepted, or nobody is to get it.</summary>
    public bool End(MailState state, DateTimeOffset now)
    {
        if (State is MailState.Sent or MailState.Dropped)
        {
            return false;
        }

        State = state;
        SentAt = state == MailState.Sent ? now : null;
        (SealedToken, DueAt) = (null, null);
        return true;
    }

    /// <summary>It could not be sent. After a day it is given up: what it raises then fails, and is a dead letter that may be sent again.</summary>
    public bool Fail(DateTimeOffset now)
    {
        if (State is MailState.Sent or MailState.Dropped)
        {
            return false;
        }

        DueAt = State == MailState.GivenUp ? null : MailSchedule.Next(Attempts, CreatedAt, now);
        if (State == MailState.Waiting && DueAt is null)
        {
            State = MailState.GivenUp;
            Raise(new SendMail(Guid.Parse(Id), UserId, Kind, SealedToken!, TeamId));
        }

        return true;
    }
}

internal enum MailState
{
    Waiting,
    Sent,

    /// <summary>Its link does not count any more, or there is no such account: there is nothing to send.</summary>
    Dropped,

    /// <summary>Tried for a day.</summary>
    GivenUp,
}
