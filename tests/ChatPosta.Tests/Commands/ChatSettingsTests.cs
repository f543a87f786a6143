using Microsoft.Extensions.Logging;

namespace ChatPosta.Tests.Commands;

public sealed class ChatSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_anything_the_defaults_hold()
    {
        var config = Read();

        Assert.Equal(("0.0.0.0:80", "/var/lib/chat-posta/state.db", "https://chat.posta.no/"), (string.Join(',', config.Listen), config.Db, config.BaseUrl.AbsoluteUri));
        Assert.Equal((TimeSpan.FromMinutes(30), TimeSpan.FromDays(7)), (config.SessionIdle, config.SessionAbsolute));
        Assert.False(config.AllowPrivateEgress);
        Assert.Empty(config.TrustedProxies);
    }

    [Fact]
    public void The_file_beats_the_default()
    {
        File.WriteAllText(_file, """
            db = "/file.db"
            base_url = "https://file.example"
            [session]
            idle = "5m"
            absolute = "1d"
            [egress]
            allow_private = true
            [proxy]
            trusted = ["10.0.0.1", "10.1.0.0/16"]
            [log]
            level = "error"
            """);

        var config = Read();

        Assert.Equal(("/file.db", "https://file.example/"), (config.Db, config.BaseUrl.AbsoluteUri));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)), (config.SessionIdle, config.SessionAbsolute));
        Assert.True(config.AllowPrivateEgress);
        Assert.Equal(2, config.TrustedProxies.Count);
        Assert.Equal(LogLevel.Error, config.LogLevel);
    }

    [Fact]
    public void The_environment_beats_the_file()
    {
        File.WriteAllText(_file, "db = \"/file.db\"\n[session]\nidle = \"5m\"\n");
        _environment["CHAT_POSTA_DB"] = "/environment.db";
        _environment["CHAT_POSTA_SESSION_IDLE"] = "6m";

        var config = Read();

        Assert.Equal(("/environment.db", TimeSpan.FromMinutes(6)), (config.Db, config.SessionIdle));
    }

    [Fact]
    public void A_flag_beats_the_environment()
    {
        _environment["CHAT_POSTA_DB"] = "/environment.db";

        Assert.Equal("/flag.db", Read("--db", "/flag.db").Db);
    }

    [Fact]
    public void An_empty_variable_is_none()
    {
        _environment["CHAT_POSTA_DB"] = "";

        Assert.Equal("/var/lib/chat-posta/state.db", Read().Db);
    }

    [Fact]
    public void The_file_can_be_named_by_the_environment()
    {
        File.WriteAllText(_file, "db = \"/file.db\"\n");
        _environment["CHAT_POSTA_CONFIG"] = _file;

        Assert.Equal("/file.db", ChatSettings.Read(Program.Root().Parse(["serve"]), _environment.GetValueOrDefault).Db);
    }

    [Fact]
    public void Flags_stand_before_or_after_the_command()
    {
        var before = ChatSettings.Read(Program.Root().Parse(["--db", "/x.db", "serve"]), _ => null);
        var after = ChatSettings.Read(Program.Root().Parse(["serve", "--db", "/x.db"]), _ => null);

        Assert.Equal(("/x.db", "/x.db"), (before.Db, after.Db));
    }

    [Fact]
    public void Sessions_and_pepper_lie_beside_the_accounts()
    {
        var config = Read("--db", "/data/state.db");

        Assert.Equal(("/data/sessions.db", "/data/pepper"), (config.SessionDb, config.PepperFile));
    }

    private ChatConfig Read(params string[] flags) =>
        ChatSettings.Read(Program.Root().Parse(["serve", "--config", _file, .. flags]), _environment.GetValueOrDefault);
}
