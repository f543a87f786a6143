using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Posta.Hosting.Egress;

internal static class CertificateTrust
{
    public static SslClientAuthenticationOptions For(X509Certificate2Collection extraRoots) => new()
    {
        CertificateChainPolicy = Policy(extraRoots),
    };

    private static X509ChainPolicy Policy(X509Certificate2Collection extraRoots)
    {
        var policy = new X509ChainPolicy
        {
            // A peer's certificate may name a URL for its issuer; following it would be a request past the guard.
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        if (extraRoots.Count == 0) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(SystemRoots(StoreLocation.LocalMachine));
        policy.CustomTrustStore.AddRange(SystemRoots(StoreLocation.CurrentUser));
        policy.CustomTrustStore.AddRange(extraRoots);
        return policy;
    }

    private static X509Certificate2Collection SystemRoots(StoreLocation location)
    {
        using var store = new X509Store(StoreName.Root, location);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates;
    }
}
