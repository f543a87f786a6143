using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

/// <summary><c>identity purge</c>: deletes an identity's keys and messages for good (C-40).</summary>
internal static class PurgeCommand
{
    private static readonly Option<string> Slug = new("--slug") { Description = "Which identity.", Required = true };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Delete without asking." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only list what would be deleted." };

    public static Command Create()
    {
        var command = new Command("purge", "Delete an identity's keys and messages for good.") { Slug, Yes, DryRun, Output.JsonOption() };
        command.SetAction(parse => Purge(parse, ServerSettings.Config(parse), Output.For(parse)));
        return command;
    }

    private static int Purge(ParseResult parse, ServerConfig config, Output output)
    {
        var slug = parse.GetValue(Slug)!;
        if (!Identities.Slug.IsValid(slug))
            return output.Misused($"--slug {slug}: {Identities.Slug.Rule}.");

        var folder = IdentityFolder.Of(config.Data, slug);
        if (!Directory.Exists(folder.Path))
            return output.Fail($"There is nothing to delete: {folder.Path} does not exist.");
        if (parse.GetValue(DryRun))
            return ListFiles(folder, output);
        return parse.GetValue(Yes)
            ? Delete(slug, folder, config, output)
            : output.Misused($"This deletes the keys and messages of {slug} for good. Add --yes to do it, or --dry-run to see what would go.");
    }

    private static int ListFiles(IdentityFolder folder, Output output)
    {
        var files = folder.AllFiles();
        output.Table(
            files,
            new Column<FileInfo>("file", file => file.FullName),
            new Column<FileInfo>("bytes", file => file.Length));
        output.Say($"{files.Sum(file => file.Length)} bytes in {files.Count} files would be deleted. Nothing was.");
        return ExitCode.Ok;
    }

    private static int Delete(string slug, IdentityFolder folder, ServerConfig config, Output output)
    {
        using var held = IdentityLock.TryTake(folder);
        if (held is null)
            return output.Fail(
                $"A running posta-server is using {folder.Path}. Take the identity from it first: "
                + $"`posta-server identity remove --slug {slug}`, then SIGHUP. Or stop the server.");

        var (count, bytes) = (folder.AllFiles().Count, folder.AllFiles().Sum(file => file.Length));
        var wasListed = Manifest.Remove(config.Manifest, slug);
        folder.Delete();
        output.Answer(
            $"Deleted {slug}: {bytes} bytes in {count} files.{(wasListed ? $" It is out of the manifest too. {IdentityCommand.EndsAfter}" : "")}",
            new { purged = slug, bytes, files = count });
        return ExitCode.Ok;
    }
}
