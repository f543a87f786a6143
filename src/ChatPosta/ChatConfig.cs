using System.CommandLine;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Posta.Hosting.Configuration;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;

namespace ChatPosta;

/// <summary>Everything that an operator decides (chat.md §1). Read once, at the start.</summary>
internal sealed record ChatConfig
{
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>The account database; the sessions and the pepper lie beside it.</summary>
    public required string Db { get; init; }

    /// <summary>Scheme, host and port that browsers use. The host is the RP ID of every passkey.</summary>
    public required Uri BaseUrl { get; init; }

    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    public TimeSpan SessionAbsolute { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Lets posta-servers on private addresses be reached; for tests and the demo.</summary>
    public bool AllowPrivateEgress { get; init; }

    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Multiplies every limit on requests; 0 lifts them.</summary>
    public int LimitScale { get; init; } = 1;

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>Certificate authorities trusted besides the system's: the demo's own.</summary>
    public X509Certificate2Collection TrustedRoots { get; init; } = [];

    /// <summary>Who is asked for the addresses of other servers.</summary>
    public ResolveHost Resolve { get; init; } = Dns.GetHostAddressesAsync;

    public string SessionDb => Path.Combine(Folder, "sessions.db");

    public string PepperFile => Path.Combine(Folder, "pepper");

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(Db))!;
}

/// <summary>The settings of chat-posta, as flags, environment, file and default.</summary>
internal static class ChatSettings
{
    private static readonly Setting<IReadOnlyList<ListenAddress>> Listen =
        Setting.ListenAddresses("listen", "0.0.0.0:80", "Where to listen.").WithFlag();

    private static readonly Setting<string> Db =
        Setting.Text("db", "/var/lib/chat-posta/state.db", "The account database.").WithFlag();

    private static readonly Setting<Uri> BaseUrl =
        Setting.Url("base-url", "https://chat.posta.no", "The address that browsers use.")
            .Must(url => url.PathAndQuery == "/" && url.Fragment.Length == 0, "scheme, host and port only, such as https://chat.example.org")
            .WithFlag();

    private static readonly Setting<TimeSpan> Idle =
        Setting.Duration("session.idle", "30m", "A session ends after this long without use.");

    private static readonly Setting<TimeSpan> Absolute =
        Setting.Duration("session.absolute", "7d", "A session ends after this long, used or not.");

    private static readonly Setting<bool> AllowPrivate =
        Setting.Boolean("egress.allow-private", "false", "Let posta-servers on private addresses be reached (tests, demo).");

    private static readonly Setting<IReadOnlyList<IPNetwork>> Trusted =
        Setting.AddressRanges("proxy.trusted", "", "Proxies whose forwarded address is believed.");

    private static readonly Setting<int> LimitScale =
        Setting.WholeNumber("limits.scale", "1", "Multiplies every limit on requests per address and user; 0 lifts them.", max: 1000);

    public static Posta.Hosting.Configuration.Settings All { get; } = new(
        "CHAT_POSTA",
        "/etc/chat-posta/config.toml",
        [Listen, Db, BaseUrl, Idle, Absolute, AllowPrivate, Trusted, LimitScale, .. LogSettings.All]);

    /// <exception cref="ConfigurationException">A setting that cannot be used; says where it stands and what to write.</exception>
    /// <param name="environment">Looks a variable up; the program's own environment when absent.</param>
    public static ChatConfig Read(ParseResult parse, Func<string, string?>? environment = null)
    {
        var values = All.Read(parse, environment);
        return new()
        {
            Listen = values.Get(Listen),
            Db = values.Get(Db),
            BaseUrl = values.Get(BaseUrl),
            SessionIdle = values.Get(Idle),
            SessionAbsolute = values.Get(Absolute),
            AllowPrivateEgress = values.Get(AllowPrivate),
            TrustedProxies = values.Get(Trusted),
            LimitScale = values.Get(LimitScale),
            LogLevel = values.Get(LogSettings.Level),
            LogFormat = values.Get(LogSettings.Format),
        };
    }
}
