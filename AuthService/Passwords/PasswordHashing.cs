using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthService.Passwords;

internal enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>Right, but hashed at a lower cost than is configured now.</summary>
    RightButWeak,
}

/// <summary>PBKDF2 with HMAC-SHA512. Never more at once than there are processors: other work goes on meanwhile.</summary>
internal sealed class PasswordHashing : IDisposable
{
    private readonly SemaphoreSlim gate = new(Environment.ProcessorCount);
    private readonly PasswordHasher<PasswordHashing> hasher;
    private readonly string nobodysHash;

    public PasswordHashing(int iterations)
    {
        hasher = new PasswordHasher<PasswordHashing>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        nobodysHash = hasher.HashPassword(this, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    public Task<string> Hash(string password, CancellationToken cancellationToken = default) =>
        Run(() => hasher.HashPassword(this, password), cancellationToken);

    /// <summary>Without a hash (no such account) it is wrong too, after the same work.</summary>
    public Task<PasswordCheck> Check(string? hash, string password, CancellationToken cancellationToken = default) =>
        Run(
            () => hasher.VerifyHashedPassword(this, hash ?? nobodysHash, password) switch
            {
                _ when hash is null => PasswordCheck.Wrong,
                PasswordVerificationResult.Success => PasswordCheck.Right,
                PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButWeak,
                _ => PasswordCheck.Wrong,
            },
            cancellationToken);

    public void Dispose() => gate.Dispose();

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
