using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Commands;

/// <summary>The program as an operator meets it, from the command line on.</summary>
public sealed class CommandJourneyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("posta-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_identity_is_added_listed_and_given_tokens()
    {
        var (added, said, _) = await Run("identity", "add", "--slug", "alice", "--url", "Alice.Example/", "--name", "Alice");
        Assert.Equal((0, true), (added, said.Contains("SIGHUP", StringComparison.Ordinal)));
        Assert.Equal((0, true), Ok(await Run("identity", "list"), "alice.example"));

        var (_, token, _) = await Run("token", "create", "--slug", "alice", "--name", "phone", "--no-qr");
        var mst = token.Split().Single(word => word.StartsWith("mst_", StringComparison.Ordinal));
        Assert.Contains($"posta+v1://alice.example#token={mst}", token, StringComparison.Ordinal);
        Assert.DoesNotContain("SIGHUP", token, StringComparison.Ordinal);
        Assert.True(PairingUri.TryParse($"posta+v1://alice.example#token={mst}", out _, out _));

        Assert.Equal((0, true), Ok(await Run("token", "list", "--slug", "alice"), "phone"));
        Assert.Equal((0, true), Ok(await Run("token", "revoke", "--slug", "alice", "--name", "phone"), "Revoked 1"));
        var (_, json, _) = await Run("token", "list", "--slug", "alice", "--json");
        Assert.Equal("revoked", JsonDocument.Parse(json).RootElement[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_token_is_stored_as_a_hash_only()
    {
        var (_, json, _) = await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice", "--print-token", "--json");
        var token = JsonDocument.Parse(json).RootElement.GetProperty("token").GetString()!;

        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(token[4..], await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_readable_by_their_owner_only()
    {
        await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice");
        if (OperatingSystem.IsWindows())
            return;

        var folder = Path.Combine(_folder, "data", "alice");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "keys.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "inbox.db")));
    }

    [Fact]
    public async Task A_qr_code_is_drawn_unless_unwanted()
    {
        await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice");

        Assert.Equal((0, true), Ok(await Run("token", "create", "--slug", "alice", "--name", "phone"), "█▀"));
        Assert.Equal((0, false), Ok(await Run("token", "create", "--slug", "alice", "--name", "phone", "--no-qr"), "█▀"));
    }

    [Theory]
    [InlineData(2, "ip-literal-host", "identity", "add", "--slug", "a", "--url", "https://127.0.0.1", "--name", "A")]
    [InlineData(2, "a-z", "identity", "add", "--slug", "A b", "--url", "a.example", "--name", "A")]
    [InlineData(2, "--name", "identity", "add", "--slug", "a", "--url", "a.example")]
    [InlineData(1, "no identity b", "token", "create", "--slug", "b", "--name", "x")]
    [InlineData(1, "no identity b", "token", "list", "--slug", "b")]
    [InlineData(2, "acl", "identity", "list", "--acl", "everybody")]
    [InlineData(2, "tls_cert", "serve", "--tls-cert", "x.pem")]
    [InlineData(2, "cannot be read", "identity", "list", "--config", "/no/such/file.toml")]
    public async Task A_mistake_is_told_in_words(int exitCode, string words, params string[] args)
    {
        var (code, _, error) = await Run(args);

        Assert.Equal((exitCode, true), (code, error.Contains(words, StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_taken_is_refused_and_nothing_is_left_behind()
    {
        await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice");

        var (code, _, error) = await Run("identity", "add", "--slug", "bob", "--url", "alice.example/bob", "--name", "Bob");

        Assert.Equal((1, true), (code, error.Contains("alice.example", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data", "bob")));
    }

    [Fact]
    public async Task A_slug_that_is_taken_is_named_with_its_address()
    {
        await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice");

        var (code, _, error) = await Run("identity", "add", "--slug", "alice", "--url", "other.example", "--name", "Alice");

        Assert.Equal((1, "There is an identity alice already: alice.example. Choose another slug."), (code, error.Trim()));
    }

    [Theory]
    [InlineData("--id cannot be x.", "token", "revoke", "--slug", "alice", "--id", "x")]
    [InlineData("--mode cannot be spin.", "check", "--url", "alice.example", "--mode", "spin")]
    [InlineData("--every: at least 1s.", "check", "--url", "alice.example", "--token", "mst_a", "--every", "0s")]
    public async Task A_value_that_cannot_be_is_named_without_our_types(string words, params string[] args)
    {
        var (code, _, error) = await Run(args);

        Assert.Equal((2, true), (code, error.Contains(words, StringComparison.Ordinal)));
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Posta.Server", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_left_by_another_address_is_refused()
    {
        await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice");
        File.Delete(Path.Combine(_folder, "identities.toml"));

        var (code, _, error) = await Run("identity", "add", "--slug", "alice", "--url", "other.example", "--name", "Alice");

        Assert.Equal((1, true), (code, error.Contains("belong to another address", StringComparison.Ordinal)));
        Assert.Equal(0, (await Run("identity", "add", "--slug", "alice", "--url", "alice.example", "--name", "Alice")).Code);
    }

    [Fact]
    public async Task A_running_server_takes_a_token_that_the_command_line_just_made()
    {
        await using var server = await TestServer.Start("alice");

        var output = new StringWriter();
        await Program.Run(
            ["token", "create", "--slug", "alice", "--name", "cli", "--json", "--manifest", server.Config.Manifest, "--data", server.Config.Data], output);

        var token = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("token").GetString()!;
        using var client = new ApiClient(server.Url("alice"), token);
        Assert.Equal("Alice", (await client.Get("/identity")).Read(ClientApiJson.Default.Identity).Name);
    }

    [Fact]
    public async Task The_version_is_told()
    {
        Assert.Equal((0, true), Ok(await Run("version"), "posta-server 0."));
    }

    private static (int, bool) Ok((int Code, string Output, string Error) run, string words) =>
        (run.Code, run.Output.Contains(words, StringComparison.Ordinal));

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program.Run(
            [.. args, "--manifest", Path.Combine(_folder, "identities.toml"), "--data", Path.Combine(_folder, "data")], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
