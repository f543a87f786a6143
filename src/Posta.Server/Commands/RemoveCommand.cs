using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

/// <summary><c>identity remove</c>: out of the manifest; its data stays.</summary>
internal static class RemoveCommand
{
    private static readonly Option<string> Slug = new("--slug") { Description = "Which identity.", Required = true };

    public static Command Create()
    {
        var command = new Command("remove", "Take an identity out of the manifest; its data stays.") { Slug, Output.JsonOption() };
        command.SetAction(parse => Remove(parse.GetValue(Slug)!, ServerSettings.Config(parse), Output.For(parse)));
        return command;
    }

    private static int Remove(string slug, ServerConfig config, Output output)
    {
        if (!Manifest.Remove(config.Manifest, slug))
            return output.Fail($"There is no identity {slug} in {config.Manifest}.");

        var folder = IdentityFolder.Of(config.Data, slug).Path;
        output.Answer(
            $"Removed {slug}. {IdentityCommand.EndsAfter} Its keys and messages stay in {folder}; `posta-server identity purge --slug {slug}` deletes them.",
            new { removed = slug, data = folder });
        return ExitCode.Ok;
    }
}
