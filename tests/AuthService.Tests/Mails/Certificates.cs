using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthService.Tests.Mails;

internal static class Certificates
{
    /// <summary>Of localhost, by an authority that no system knows: its certificate as PEM.</summary>
    public static (X509Certificate2 Server, string Authority) OfLocalhost()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ofAuthority = new CertificateRequest("CN=Authority of the tests", authorityKey, HashAlgorithmName.SHA256);
        ofAuthority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = ofAuthority.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ofServer = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        ofServer.CertificateExtensions.Add(names.Build());
        using var server = ofServer.Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        return (X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null), authority.ExportCertificatePem());
    }
}
