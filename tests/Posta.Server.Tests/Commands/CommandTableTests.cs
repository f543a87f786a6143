using System.Text.Json;

namespace Posta.Server.Tests.Commands;

/// <summary>What holds for every command (client-api.md, "Multi-tenant daemon"; C-20, C-21).</summary>
public sealed class CommandTableTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("identity list")]
    [InlineData("token list --slug alice")]
    [InlineData("invite list --slug alice")]
    [InlineData("key list --slug alice")]
    [InlineData("identity purge --slug alice --dry-run")]
    [InlineData("doctor --listen 127.0.0.1:0")]
    public async Task Every_listing_is_an_array_under_json_and_a_table_without(string command)
    {
        await _cli.Add("alice");
        await _cli.Run("token", "create", "--slug", "alice", "--name", "phone");
        await _cli.Run("invite", "create", "--slug", "alice");

        var rows = (await _cli.Run([.. command.Split(' '), "--json"])).Json;
        Assert.Equal(JsonValueKind.Array, rows.ValueKind);
        Assert.NotEqual(0, rows.GetArrayLength());
        var table = (await _cli.Run(command.Split(' '))).Output;
        Assert.Matches("^[A-Z][A-Z ]+\n", table);
    }

    [Theory]
    [InlineData("identity add --slug bob --url bob.example --name Bob", true)]
    [InlineData("identity remove --slug alice", true)]
    [InlineData("identity purge --slug alice --yes", true)]
    [InlineData("token create --slug alice --name x --no-qr", false)]
    [InlineData("token revoke --slug alice --name phone", false)]
    [InlineData("invite create --slug alice", false)]
    [InlineData("key rotate --slug alice", false)]
    [InlineData("key revoke --slug alice --id k1", false)]
    public async Task Only_what_changes_the_manifest_speaks_of_SIGHUP(string command, bool speaks)
    {
        await _cli.Add("alice");
        await _cli.Run("token", "create", "--slug", "alice", "--name", "phone");
        await _cli.Run("key", "rotate", "--slug", "alice");

        Assert.Equal(speaks, (await _cli.Run(command.Split(' '))).Good().Says("SIGHUP"));
    }

    [Fact]
    public async Task The_settings_may_stand_before_the_command_between_its_words_or_after_it()
    {
        await _cli.Add("alice");
        string[] settings = ["--manifest", _cli.Manifest, "--data", _cli.Data];

        foreach (var line in (string[][])[[.. settings, "identity", "list"], ["identity", .. settings, "list"], ["identity", "list", .. settings]])
        {
            var (output, error) = (new StringWriter(), new StringWriter());
            Assert.Equal((0, ""), (await Program.Run(line, output, error), error.ToString()));
            Assert.Contains("alice.example", output.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("identity remove")]
    [InlineData("identity purge --yes")]
    [InlineData("key revoke --slug alice")]
    [InlineData("backup --all")]
    [InlineData("restore")]
    [InlineData("keys list")]
    public async Task A_wrong_command_line_exits_with_2(string command)
    {
        var answer = await _cli.Run(command.Split(' '));

        Assert.Equal((2, ""), (answer.Code, answer.Output));
        Assert.NotEqual("", answer.Error);
    }
}
