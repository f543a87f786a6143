using System.Net;
using System.Net.Sockets;

namespace ChatPosta.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chat-posta-").FullName;

    private string Db => Path.Combine(_folder, "state.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_busy_port_is_named_with_the_flag_to_use()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;

        var run = await Cli.Run("serve", "--listen", address, "--db", Db);

        Assert.Equal(1, run.Exit);
        Assert.Contains(address, run.Error, StringComparison.Ordinal);
        Assert.Contains("--listen", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_refused_in_words()
    {
        var run = await Cli.Run("serve", "--listen", "192.0.2.1:0", "--db", Db);

        Assert.Equal(1, run.Exit);
        Assert.Contains("--listen", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_named()
    {
        File.WriteAllText(Db, "this is no database, and long enough to be looked at as one");

        var run = await Cli.Run("serve", "--listen", "127.0.0.1:0", "--db", Db);

        Assert.Equal(1, run.Exit);
        Assert.Contains(Db, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_pepper_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "pepper"), "short");

        var run = await Cli.Run("serve", "--listen", "127.0.0.1:0", "--db", Db);

        Assert.Equal(1, run.Exit);
        Assert.Contains("not a pepper file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        var run = await Cli.Run("serve", "--listen", "127.0.0.1:0", "--db", Path.Combine(_folder, "file", "state.db"));

        Assert.Equal(1, run.Exit);
        Assert.Contains(Path.Combine(_folder, "file"), run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listen = 80", "config.toml:2: listen cannot be")]
    [InlineData("lisen = \"0.0.0.0:80\"", "listen")]
    [InlineData("[session]\nidle = \"soon\"", "config.toml:3: session.idle cannot be \"soon\"")]
    [InlineData("[session]\nidel = \"30m\"", "session.idle")]
    [InlineData("[egress]\nallow_private = \"yes\"", "config.toml:3: egress.allow_private")]
    [InlineData("base_url = \"https://chat.example/path\"", "config.toml:2: base_url")]
    [InlineData("base_url = \"ftp://chat.example\"", "config.toml:2: base_url")]
    [InlineData("db = ", "config.toml:2")]
    public async Task A_bad_file_is_named_with_line_and_fix(string toml, string says)
    {
        var file = Path.Combine(_folder, "config.toml");
        File.WriteAllText(file, "# chat-posta\n" + toml + "\n");

        var run = await Cli.Run("serve", "--config", file);

        Assert.Equal((1, ""), (run.Exit, run.Out));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen", "80")]
    [InlineData("--listen", "example.org:80")]
    [InlineData("--base-url", "chat.example")]
    [InlineData("--base-url", "https://chat.example/x?y#z")]
    public async Task A_bad_flag_is_named(string flag, string value)
    {
        var run = await Cli.Run("serve", flag, value, "--db", Db);

        Assert.Equal(2, run.Exit);
        Assert.Contains(flag, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sevre")]
    [InlineData("serve", "--no-such-flag")]
    [InlineData("invite", "create")]
    public async Task A_command_line_that_makes_no_sense_is_explained(params string[] args)
    {
        var run = await Cli.Run(args);

        Assert.Equal(2, run.Exit);
        Assert.NotEqual("", run.Error);
    }

    [Fact]
    public async Task The_version_is_told_in_words_and_as_json()
    {
        var version = (await Cli.Run("version", "--json")).Json.GetProperty("version").GetString();

        Assert.Equal($"chat-posta {version}\n", (await Cli.Run("version")).Out);
    }
}
