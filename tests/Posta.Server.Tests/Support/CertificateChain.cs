using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Posta.Server.Tests.Support;

/// <summary>A server certificate that an intermediate authority issued, as public authorities do.</summary>
internal sealed class CertificateChain : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa[] _keys = [.. Enumerable.Range(0, 3).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];

    public CertificateChain(string host)
    {
        Root = Authority("root", _keys[0]).CreateSelfSigned(From, To);
        using var bare = Authority("intermediate", _keys[1]).Create(Root, From, To, [1]);
        using var intermediate = bare.CopyWithPrivateKey(_keys[1]);
        using var leaf = Server(host, _keys[2]).Create(intermediate, From, To, [2]);
        FullChain = leaf.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem() + "\n";
        Key = _keys[2].ExportPkcs8PrivateKeyPem();
    }

    public X509Certificate2 Root { get; }

    public string FullChain { get; }

    public string Key { get; }

    public void Dispose()
    {
        Root.Dispose();
        foreach (var key in _keys)
            key.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN=Posta test {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request;
    }

    private static CertificateRequest Server(string host, ECDsa key)
    {
        var request = new CertificateRequest("CN=Posta test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
