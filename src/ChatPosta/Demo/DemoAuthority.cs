using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatPosta.Demo;

/// <summary>
/// A certificate authority that lives as long as the demo does. Its key is never written; only the two programs of this
/// process trust it, so nothing is installed on the machine.
/// </summary>
internal sealed class DemoAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;

    public DemoAuthority(TimeProvider time)
    {
        _time = time;
        var request = new CertificateRequest("CN=chat-posta demo", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Root = request.CreateSelfSigned(From, From + Lifetime);
    }

    public X509Certificate2 Root { get; }

    private DateTimeOffset From => _time.GetUtcNow().AddDays(-1);

    public X509Certificate2 Issue(IEnumerable<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=chat-posta demo server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts) names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var issued = request.Create(Root, From, From + Lifetime - TimeSpan.FromDays(1), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        Root.Dispose();
        _key.Dispose();
    }
}
