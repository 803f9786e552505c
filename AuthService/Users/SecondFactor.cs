using Messages;

namespace AuthService.Users;

/// <summary>A user's authenticator, and what of it is used up.</summary>
/// <param name="Secret">Sealed; whoever has it makes the codes.</param>
/// <param name="IsOn">Whether a login asks for it: only once a code has shown that the authenticator has the secret.</param>
/// <param name="UsedStep">The latest time step whose code was used: no code of it or of one before counts.</param>
/// <param name="RecoveryHashes">Of the recovery codes that are left.</param>
/// <param name="UsedLogInAt">When the latest login that was confirmed had begun: none that began by then can be.</param>
internal sealed record SecondFactor(
    string Secret, bool IsOn = false, long UsedStep = 0, IReadOnlyList<string>? RecoveryHashes = null, DateTimeOffset UsedLogInAt = default) : Extensible
{
    public SecondFactor TurnOn(long step, IReadOnlyList<string> recoveryHashes) => this with { IsOn = true, UsedStep = step, RecoveryHashes = recoveryHashes };

    /// <summary>The same with the code used up; null when it does not count.</summary>
    public SecondFactor? Use(SecondFactorCode code)
    {
        if (code.Step is { } step)
        {
            return step > UsedStep ? this with { UsedStep = step } : null;
        }

        return code.RecoveryHash is { } hash && RecoveryHashes?.Contains(hash) == true
            ? this with { RecoveryHashes = [.. RecoveryHashes.Where(left => left != hash)] }
            : null;
    }
}

/// <summary>A code that was given.</summary>
/// <param name="Step">The time step of which it is the authenticator's code; null when it is of none about now.</param>
/// <param name="RecoveryHash">Null for what has not the form of a recovery code.</param>
internal sealed record SecondFactorCode(long? Step, string? RecoveryHash);
