using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Texts;

namespace AuthService.Passwords;

internal enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>Right, but hashed at a lower cost than is configured now, or of another spelling than the composed one.</summary>
    RightButOld,
}

/// <summary>
/// PBKDF2 with HMAC-SHA512. Never more at once than there are processors: other work goes on meanwhile. Of more than can be
/// hashed in time, what could not end in time is not begun: else each would be begun, and end too late.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    private const int CostAt = 5;

    /// <summary>How many of the last durations count, about.</summary>
    private const int Memory = 8;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>For what comes after the hash, until the answer is with who asked, while all processors hash.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate;
    private readonly PasswordHasher<PasswordHashing> hasher;
    private readonly string nobodysHash;
    private readonly int iterations;
    private readonly TimeProvider time;
    private long rounds;

    /// <summary>How long one has taken of late, in ticks: longer while the processors have much else to do.</summary>
    private long usual;

    /// <param name="places">How many are hashed at once; as many as there are processors when it is not given.</param>
    public PasswordHashing(int iterations, TimeProvider time, int? places = null)
    {
        gate = new SemaphoreSlim(places ?? Environment.ProcessorCount);
        this.iterations = iterations;
        this.time = time;
        var began = time.GetTimestamp();
        hasher = new PasswordHasher<PasswordHashing>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        nobodysHash = hasher.HashPassword(this, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        usual = time.GetElapsedTime(began).Ticks;
    }

    /// <summary>The rounds of PBKDF2 that were computed so far: all the work there is, in figures that tests can compare.</summary>
    public long Rounds => Interlocked.Read(ref rounds);

    /// <summary>A check or a new hash, whichever is next, takes about twice as long at most.</summary>
    private TimeSpan Needed => TimeSpan.FromTicks(2 * Interlocked.Read(ref usual)) + After;

    public async Task<string> Hash(string password, CancellationToken cancellationToken = default) =>
        (await Hash(password, null, cancellationToken))!;

    /// <inheritdoc cref="Check(string?, string, TimeSpan?, CancellationToken)"/>
    public Task<string?> Hash(string password, TimeSpan? left, CancellationToken cancellationToken) => Run<string?>(
        () =>
        {
            Interlocked.Add(ref rounds, iterations);
            return hasher.HashPassword(this, Composed.Of(password));
        },
        left,
        cancellationToken);

    /// <summary>
    /// Without a hash (no such account) it is wrong too, after the same work; so is a wrong password for an account that
    /// was hashed at a lower cost, which would otherwise be answered sooner and so be known to exist.
    /// </summary>
    public async Task<PasswordCheck> Check(string? hash, string password, CancellationToken cancellationToken = default) =>
        (await Check(hash, password, null, cancellationToken))!.Value;

    /// <param name="left">How long somebody will wait for the end of it; null for ever.</param>
    /// <returns>Null when it could not end in time, and so was not begun.</returns>
    public Task<PasswordCheck?> Check(string? hash, string password, TimeSpan? left, CancellationToken cancellationToken) =>
        Run<PasswordCheck?>(() => Verify(hash, password), left, cancellationToken);

    public void Dispose() => gate.Dispose();

    /// <summary>
    /// One keyboard composes a letter and its accent, another does not: they are one password. Hashes that are older than that
    /// rule are of the password as it was typed; whichever it is, an unknown account takes the same work.
    /// </summary>
    private PasswordCheck Verify(string? hash, string password)
    {
        var composed = Composed.Of(password);
        foreach (var spelling in new[] { composed, password, Composed.Apart(password) }.Distinct())
        {
            var check = VerifySpelling(hash, spelling);
            if (check != PasswordCheck.Wrong)
            {
                return spelling == composed ? check : PasswordCheck.RightButOld;
            }
        }

        return PasswordCheck.Wrong;
    }

    private PasswordCheck VerifySpelling(string? hash, string password)
    {
        var cost = hash is null ? iterations : CostOf(hash);
        Interlocked.Add(ref rounds, cost);
        switch (hasher.VerifyHashedPassword(this, hash ?? nobodysHash, password))
        {
            case PasswordVerificationResult.Success when hash is not null:
                return PasswordCheck.Right;
            case PasswordVerificationResult.SuccessRehashNeeded when hash is not null:
                return PasswordCheck.RightButOld;
        }

        if (cost < iterations)
        {
            Interlocked.Add(ref rounds, iterations - cost);
            Rfc2898DeriveBytes.Pbkdf2(password, RandomNumberGenerator.GetBytes(SaltBytes), iterations - cost, HashAlgorithmName.SHA512, HashBytes);
        }

        return PasswordCheck.Wrong;
    }

    /// <summary>The framework writes format, function, rounds and length of salt first, each number as four bytes.</summary>
    private static int CostOf(string hash)
    {
        var bytes = Convert.FromBase64String(hash);
        return (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(CostAt));
    }

    private async Task<T?> Run<T>(Func<T> work, TimeSpan? left, CancellationToken cancellationToken)
    {
        if (!await Turn(left, cancellationToken))
        {
            return default;
        }

        try
        {
            var began = time.GetTimestamp();
            var result = await Task.Run(work, CancellationToken.None);
            Interlocked.Add(ref usual, (time.GetElapsedTime(began).Ticks - Interlocked.Read(ref usual)) / Memory);
            return result;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <returns>False when it did not come while there was time enough.</returns>
    private async Task<bool> Turn(TimeSpan? left, CancellationToken cancellationToken)
    {
        if (left is not { } patience)
        {
            await gate.WaitAsync(cancellationToken);
            return true;
        }

        var wait = patience - Needed;
        if (wait <= TimeSpan.Zero)
        {
            return false;
        }

        using var late = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await gate.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
