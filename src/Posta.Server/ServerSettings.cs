using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Posta.Hosting.Configuration;
using Posta.Hosting.Logging;

namespace Posta.Server;

/// <summary>The settings of posta-server, as flags, environment and file know them.</summary>
internal static class ServerSettings
{
    private static readonly ServerConfig Defaults = new();

    private static readonly Setting<IReadOnlyList<ListenAddress>> Listen = Setting.ListenAddresses(
        "listen", "0.0.0.0:80", "Where to listen; may be repeated.").WithFlag();

    private static readonly Setting<string> Manifest = Setting.Text(
        "manifest", Defaults.Manifest, "The list of identities.").WithFlag();

    private static readonly Setting<string> Data = Setting.Text(
        "data", Defaults.Data, "The folder that holds one folder per identity.").WithFlag();

    private static readonly Setting<Acl> Acl = Setting.Choice<Acl>(
        "acl", "open", "Whose messages are taken.").WithFlag();

    private static readonly Setting<int> RatePerMinute = Setting.WholeNumber(
        "rate-per-minute", "60", "Messages per sender and minute; 0 lifts the limit.").WithFlag();

    private static readonly Setting<int> FetchesPerSource = Setting.WholeNumber(
        "fetches-per-source", "60", "Actor documents fetched per minute because of one address; 0 lifts the limit.");

    private static readonly Setting<int> FetchesPerHost = Setting.WholeNumber(
        "fetches-per-host", "30", "Actor documents fetched per minute from one host; 0 lifts the limit.");

    private static readonly Setting<IReadOnlyList<IPNetwork>> TrustedProxy = Setting.AddressRanges(
        "trusted-proxy", "", "Proxies whose X-Forwarded-For is believed; may be repeated.").WithFlag();

    private static readonly Setting<bool> AllowPrivateEgress = Setting.Boolean(
        "allow-private-egress", "false", "Let requests go to private addresses: for tests only.").WithFlag();

    private static readonly Setting<string> TlsCert = Setting.Text(
        "tls-cert", "", "A certificate in PEM, with its intermediates after it, to serve TLS without a proxy.").WithFlag();

    private static readonly Setting<string> TlsKey = Setting.Text(
        "tls-key", "", "The certificate's key in PEM.").WithFlag();

    public static readonly Settings All = new(
        "POSTA_SERVER",
        "/etc/posta/posta-server.toml",
        [
            Listen, Manifest, Data, Acl, RatePerMinute, FetchesPerSource, FetchesPerHost, TrustedProxy,
            AllowPrivateEgress, TlsCert, TlsKey, .. LogSettings.All,
        ]);

    public static ServerConfig Config(ParseResult parse) => Config(All.Read(parse));

    public static ServerConfig Config(SettingValues values)
    {
        var (certificate, chain) = Certificates(values);
        return new()
        {
            Listen = values.Get(Listen),
            Manifest = values.Get(Manifest),
            Data = values.Get(Data),
            Acl = values.Get(Acl),
            RatePerMinute = values.Get(RatePerMinute),
            FetchesPerSource = values.Get(FetchesPerSource),
            FetchesPerHost = values.Get(FetchesPerHost),
            TrustedProxies = values.Get(TrustedProxy),
            AllowPrivateEgress = values.Get(AllowPrivateEgress),
            Certificate = certificate,
            CertificateChain = chain,
        };
    }

    private static (X509Certificate2? Certificate, X509Certificate2Collection Chain) Certificates(SettingValues values)
    {
        var (certificate, key) = (values.Get(TlsCert), values.Get(TlsKey));
        if (certificate.Length == 0 && key.Length == 0)
            return (null, []);
        if (certificate.Length == 0 || key.Length == 0)
            throw values.Refuse(
                key.Length == 0 ? TlsCert : TlsKey, "tls_cert and tls_key belong together", "Give both, or neither.");

        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            return (X509Certificate2.CreateFromPemFile(certificate, key), chain);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw values.Refuse(TlsCert, $"the certificate cannot be used: {e.Message.TrimEnd('.')}", "Name two PEM files.");
        }
    }
}
