namespace Posta.Tests.Hosting.Configuration;

public sealed class SettingsMistakesTests : IDisposable
{
    private readonly ChatLikeSettings _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("# ours\nbase_ulr = \"x\"", ":2: there is no setting \"base_ulr\". Did you mean \"base_url\"?")]
    [InlineData("[sesion]\nidle = \"1h\"", ":1: there is no setting \"sesion\". The settings are ")]
    [InlineData("[session]\nidel = \"1h\"", ":2: there is no setting \"session.idel\". Did you mean \"session.idle\"?")]
    [InlineData("idle = \"1h\"", ":1: there is no setting \"idle\". Did you mean \"session.idle\"?")]
    [InlineData("rate_per_minute = \"60\"", ":1: rate_per_minute cannot be a string. Write a whole number from 1 to 1000.")]
    [InlineData("rate_per_minute = 0", ":1: rate_per_minute cannot be \"0\". Write a whole number from 1 to 1000.")]
    [InlineData("base_url = 5", ":1: base_url cannot be a whole number. Write an https URL.")]
    [InlineData("base_url = \"http://x\"", ":1: base_url cannot be \"http://x\". Write an https URL.")]
    [InlineData("listen = [80]", ":1: listen cannot be a list with anything but strings. Write address:port")]
    [InlineData("session = 5", ":1: there is no setting \"session\". The settings are ")]
    [InlineData("listen = \"", ":1: a string is not closed. Close it with \".")]
    public void A_mistake_in_the_file_is_named_with_file_line_and_cure(string toml, string expected) =>
        Assert.StartsWith(_program.FilePath + expected, _program.WithFile(toml).Refusal().Message, StringComparison.Ordinal);

    [Fact]
    public void A_bad_flag_is_a_usage_error_and_named()
    {
        var refusal = _program.Refusal("serve --listen nowhere");

        Assert.StartsWith("flag --listen: listen cannot be \"nowhere\". Write address:port", refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.IsFromCommandLine);
    }

    [Fact]
    public void A_bad_variable_is_named()
    {
        var refusal = _program.WithVariable("CHAT_POSTA_SESSION_IDLE", "soon").Refusal();

        Assert.StartsWith("environment CHAT_POSTA_SESSION_IDLE: session.idle cannot be \"soon\". ", refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.IsFromCommandLine);
    }

    [Fact]
    public void A_file_that_someone_named_must_exist()
    {
        Assert.False(File.Exists(_program.FilePath));
        _program.Read(); // the default one need not

        Assert.StartsWith("flag --config: \"/no/such.toml\" cannot be read", _program.Refusal("serve --config /no/such.toml").Message, StringComparison.Ordinal);
        Assert.StartsWith("environment CHAT_POSTA_CONFIG: ", _program.WithVariable("CHAT_POSTA_CONFIG", "/no/such.toml").Refusal().Message, StringComparison.Ordinal);
    }
}
