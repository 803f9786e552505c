using AuthService.Mails;
using AuthService.Passwords;
using AuthService.Users;
using Bus.Questions;
using Contracts;
using Contracts.Users;
using Documents;
using Hosting.Logging;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class RegisterUserConsumer(
    IDocumentStore<User> users,
    PasswordHashing passwords,
    MailTokens tokens,
    BootstrapAdmin.Choice firstAdmin,
    QuestionExpiry expiry,
    TimeProvider time,
    ILogger<RegisterUserConsumer> logger)
    : IConsumer<RegisterUser>
{
    public async Task Consume(ConsumeContext<RegisterUser> context)
    {
        if (await Register(context.Message, expiry.Left(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>The Gateway has checked these already; what it let pass must not be stored all the same.</summary>
    internal static FieldFaults Faults(RegisterUser message) => new FieldFaults()
        .AddIf(EmailAddress.Parse(message.Email) is null, "email", EmailAddress.Rule)
        .Password(message.Password, "password")
        .UserName(message.Name);

    /// <summary>What to answer when the id is held already: the same account again is the same command again.</summary>
    internal static object AnswerForHeldId(User holder, EmailAddress email) =>
        holder.NormalizedEmail == email.Normalized ? holder.ToDetails() : Refusals.UserIdTaken;

    /// <summary>Null when more passwords come than can be hashed while their callers wait.</summary>
    internal async Task<object?> Register(RegisterUser message, TimeSpan? left, CancellationToken cancellationToken)
    {
        if (Faults(message).ToRefusal() is { } refusal)
        {
            return refusal;
        }

        var email = EmailAddress.Parse(message.Email)!;
        if (await users.ByEmail(email, cancellationToken) is { } known)
        {
            return known.Id == message.UserId.ToString() ? known.ToDetails() : Refusals.EmailTaken;
        }

        // Whoever signs up with it before the first administrator is made would keep the platform without one.
        if (firstAdmin.Settings?.Email.Normalized == email.Normalized)
        {
            return Refusals.EmailTaken;
        }

        if (await passwords.Hash(message.Password, left, cancellationToken) is not { } hash)
        {
            logger.LogWarning(Outage.Event, "More registrations come than can be hashed in time");
            return null;
        }

        var now = time.GetUtcNow();
        var user = new User
        {
            Id = message.UserId.ToString(),
            Email = email.Text,
            NormalizedEmail = email.Normalized,
            Name = string.IsNullOrWhiteSpace(message.Name) ? null : message.Name.Trim(),
            PasswordHash = hash,
            CreatedAt = now,
            UpdatedAt = now,
        };

        // A user registers once: the mail has the id of the account.
        user.SendVerification(tokens.Create(message.UserId), now);
        var result = await users.Insert(user, cancellationToken);
        if (result.IsSaved)
        {
            logger.LogInformation("User {UserId} registered", user.Id);
            return user.ToDetails();
        }

        // A second delivery of this command finds both its id and its e-mail taken; which one is reported is the engine's choice.
        return await users.Get(user.Id, cancellationToken) is { } holder ? AnswerForHeldId(holder, email) : Refusals.EmailTaken;
    }
}
