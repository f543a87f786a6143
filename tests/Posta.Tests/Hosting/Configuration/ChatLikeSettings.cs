using System.CommandLine;
using System.Net;
using Posta.Hosting.Configuration;

namespace Posta.Tests.Hosting.Configuration;

/// <summary>A small program's settings, read as that program would read them.</summary>
internal sealed class ChatLikeSettings : IDisposable
{
    public static readonly Setting<IReadOnlyList<ListenAddress>> Listen =
        Setting.ListenAddresses("listen", "0.0.0.0:80", "Where to listen.").WithFlag();

    public static readonly Setting<Uri> BaseUrl = Setting
        .Url("base-url", "https://chat.example.org", "The public URL.").WithFlag()
        .Must(url => url.Scheme == "https", "an https URL");

    public static readonly Setting<TimeSpan> Idle = Setting.Duration("session.idle", "30m", "When a session ends.");

    public static readonly Setting<int> Rate = Setting.WholeNumber("rate-per-minute", "60", "Limit.", 1, 1000).WithFlag();

    public static readonly Setting<bool> AllowPrivate =
        Setting.Boolean("egress.allow-private", "false", "For tests.").WithFlag("--allow-private-egress");

    public static readonly Setting<IReadOnlyList<IPNetwork>> Trusted =
        Setting.AddressRanges("proxy.trusted", "", "Proxies.").WithFlag("--trusted-proxy");

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"settings-{Guid.NewGuid():N}.toml");
    private readonly Dictionary<string, string> _environment = [];

    public string FilePath => _file;

    public ChatLikeSettings WithFile(string toml)
    {
        File.WriteAllText(_file, toml);
        return this;
    }

    public ChatLikeSettings WithVariable(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public SettingValues Read(string commandLine = "serve")
    {
        var settings = new Settings("CHAT_POSTA", _file, Listen, BaseUrl, Idle, Rate, AllowPrivate, Trusted);
        var root = new RootCommand { new Command("serve"), new Command("show") { new Argument<string>("name") } };
        settings.AddTo(root);
        var parse = root.Parse(commandLine);
        Assert.Empty(parse.Errors);
        return settings.Read(parse, name => _environment.GetValueOrDefault(name));
    }

    public ConfigurationException Refusal(string commandLine = "serve") =>
        Assert.ThrowsAny<ConfigurationException>(() => Read(commandLine));

    public void Dispose() => File.Delete(_file);
}
