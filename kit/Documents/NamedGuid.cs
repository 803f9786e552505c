using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Documents;

/// <summary>Ids that anyone who knows the name can make again: RFC 9562, version 5.</summary>
public static class NamedGuid
{
    /// <summary>Always the same for the same space and name, and never the same for two.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Version 5 is defined over SHA-1; nothing here is secret.")]
    public static Guid Of(Guid space, string name)
    {
        var bytes = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes.AsSpan(0, 16), bigEndian: true);
    }
}
