using System.Text.Json;

namespace Posta.Server.Tests.Commands;

/// <summary>The program's commands, run on a folder of their own.</summary>
internal sealed class Cli : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("posta-cli-").FullName;

    public string Manifest => Path.Combine(_folder, "identities.toml");

    public string Data => Path.Combine(_folder, "data");

    public string Folder => _folder;

    public Task<CliAnswer> Run(params string[] args) => RunOn(Manifest, Data, args);

    /// <summary>The same on the manifest and data of somebody else, a running server's.</summary>
    public static async Task<CliAnswer> RunOn(string manifest, string data, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Program.Run([.. args, "--manifest", manifest, "--data", data], output, error);
        return new CliAnswer(code, output.ToString(), error.ToString());
    }

    public static Task<CliAnswer> RunOn(ServerConfig config, params string[] args) => RunOn(config.Manifest, config.Data, args);

    public async Task Add(string slug) => (await Run("identity", "add", "--slug", slug, "--url", $"{slug}.example", "--name", slug)).Good();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

internal sealed record CliAnswer(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public bool Says(string words) => (Output + Error).Contains(words, StringComparison.Ordinal);

    public CliAnswer Good()
    {
        Assert.Equal((0, ""), (Code, Error));
        return this;
    }

    /// <summary>It could not be done, and says so in words.</summary>
    public void Refused(string words)
    {
        Assert.Equal((1, true), (Code, Error.Contains(words, StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}
