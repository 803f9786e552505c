using System.Security.Cryptography;
using System.Text;

namespace Documents.PostgreSql;

internal static class Identifier
{
    private const int MaxLength = 63;
    private const int HashLength = 8;

    /// <summary>The name in double quotes. A longer one than the server keeps is cut and told apart by its hash.</summary>
    public static string Quote(string name) => $"\"{Fit(name)}\"";

    public static string Fit(string name) => name.Length <= MaxLength
        ? name
        : $"{name[..(MaxLength - HashLength - 1)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength]}";
}
