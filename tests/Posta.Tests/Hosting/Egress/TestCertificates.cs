using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Posta.Tests.Hosting.Egress;

/// <summary>A certificate authority that nobody trusts yet, and a certificate of its for localhost.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset To = From.AddDays(30);

    public TestCertificates()
    {
        Root = Authority("CN=Posta test root");
        Localhost = Issue(Root, "localhost");
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Localhost { get; }

    public static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, To);
    }

    /// <param name="authority">Signs.</param>
    /// <param name="host">The name; <c>bob.</c> before it is covered too, spelt out because OpenSSL matches no <c>*.localhost</c>.</param>
    /// <param name="issuerUrl">Where the certificate says that its issuer's can be fetched.</param>
    public static X509Certificate2 Issue(X509Certificate2 authority, string host, string? issuerUrl = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddDnsName($"bob.{host}");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        if (issuerUrl is not null) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerUrl]));
        using var bare = request.Create(authority, From, To.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        using var pair = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        Root.Dispose();
        Localhost.Dispose();
    }
}
