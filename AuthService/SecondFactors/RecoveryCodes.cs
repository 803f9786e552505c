using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace AuthService.SecondFactors;

/// <summary>Texts of 80 random bits, in base32 and groups of four. Guessing one from its hash is hopeless, so that the hash needs no salt.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const int Bytes = 10;
    private const int Characters = 16;
    private const int Group = 4;

    public static string[] Make() => [.. Enumerable.Range(0, Count).Select(_ => Grouped(Base32Encoding.ToString(RandomNumberGenerator.GetBytes(Bytes))))];

    /// <summary>In any case, with or without its dashes. Null for what has not the form of one.</summary>
    public static string? HashOf(string code)
    {
        if (code.Length > 2 * Characters)
        {
            return null;
        }

        var text = code.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
        return text.Length == Characters && text.All(c => c is (>= 'A' and <= 'Z') or (>= '2' and <= '7'))
            ? Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(text)))
            : null;
    }

    private static string Grouped(string text) => string.Join('-', text.Chunk(Group).Select(part => new string(part)));
}
