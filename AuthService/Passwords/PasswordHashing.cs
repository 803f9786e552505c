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

/// <summary>PBKDF2 with HMAC-SHA512. Never more at once than there are processors: other work goes on meanwhile.</summary>
internal sealed class PasswordHashing : IDisposable
{
    private const int CostAt = 5;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly SemaphoreSlim gate = new(Environment.ProcessorCount);
    private readonly PasswordHasher<PasswordHashing> hasher;
    private readonly string nobodysHash;
    private readonly int iterations;
    private long rounds;

    public PasswordHashing(int iterations)
    {
        this.iterations = iterations;
        hasher = new PasswordHasher<PasswordHashing>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        nobodysHash = hasher.HashPassword(this, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    /// <summary>The rounds of PBKDF2 that were computed so far: all the work there is, in figures that tests can compare.</summary>
    public long Rounds => Interlocked.Read(ref rounds);

    public Task<string> Hash(string password, CancellationToken cancellationToken = default) => Run(
        () =>
        {
            Interlocked.Add(ref rounds, iterations);
            return hasher.HashPassword(this, Composed.Of(password));
        },
        cancellationToken);

    /// <summary>
    /// Without a hash (no such account) it is wrong too, after the same work; so is a wrong password for an account that
    /// was hashed at a lower cost, which would otherwise be answered sooner and so be known to exist.
    /// </summary>
    public Task<PasswordCheck> Check(string? hash, string password, CancellationToken cancellationToken = default) =>
        Run(() => Verify(hash, password), cancellationToken);

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

    private async Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            gate.Release();
        }
    }
}
