using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

/// <summary>The identity that a command names with --slug; a running daemon may have it open at the same time.</summary>
internal static class NamedIdentity
{
    public static async Task<int> Use(
        ParseResult parse, Option<string> slug, Func<ManifestEntry, IdentityFolder, Output, Task<int>> act)
    {
        var (config, output, wanted) = (ServerSettings.Config(parse), Output.For(parse), parse.GetValue(slug));
        var entry = Manifest.Read(config.Manifest).FirstOrDefault(entry => entry.Slug == wanted);
        if (entry is null)
            return output.Fail($"There is no identity {wanted} in {config.Manifest}.");

        var folder = IdentityFolder.Of(config.Data, entry.Slug);
        return folder.Obstacle("Restore the folder from a backup.") is { } obstacle
            ? output.Fail($"{wanted}: {obstacle}")
            : await act(entry, folder, output);
    }
}
