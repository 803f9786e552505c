using Contracts.Audit;
using Documents;

namespace AuthService.Users;

/// <content>The second factor of logins.</content>
internal sealed partial class User
{
    /// <summary>Null when none was begun since the last one was taken away.</summary>
    public SecondFactor? SecondFactor { get; set; }

    /// <summary>Whether a login needs more than the password.</summary>
    public bool HasSecondFactor() => SecondFactor is { IsOn: true };

    public void BeginSecondFactor(string sealedSecret, Guid command)
    {
        SecondFactor = new SecondFactor(sealedSecret);
        this.Remember(command);
    }

    /// <summary>False when the code does not count, or there is nothing to turn on.</summary>
    public bool TurnOnSecondFactor(SecondFactorCode code, IReadOnlyList<string> recoveryHashes, Guid command, DateTimeOffset now)
    {
        if (SecondFactor is not { IsOn: false } factor || code.Step is not { } step)
        {
            return false;
        }

        SecondFactor = factor.TurnOn(step, recoveryHashes);
        this.Remember(command);
        UpdatedAt = now;
        Raise(ChangeRecorded.Of(now, Id, "mfa.enabled", AuditTarget, null, null));
        return true;
    }

    /// <summary>False when the code does not count.</summary>
    public bool ConfirmLogIn(SecondFactorCode code, DateTimeOffset begunAt, Guid command, DateTimeOffset now)
    {
        if (!HasSecondFactor() || SecondFactor!.Use(code) is not { } used)
        {
            return false;
        }

        if (code.Step is null)
        {
            Raise(ChangeRecorded.Of(now, Id, "mfa.recovery_code_used", AuditTarget, null, null));
        }

        SecondFactor = used with { UsedLogInAt = begunAt };
        this.Remember(command);
        return true;
    }

    /// <param name="actor">The user himself, or an administrator.</param>
    public void RemoveSecondFactor(string actor, Guid command, DateTimeOffset now)
    {
        SecondFactor = null;
        this.Remember(command);
        UpdatedAt = now;
        Raise(ChangeRecorded.Of(now, actor, "mfa.disabled", AuditTarget, null, null));
    }
}
