using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

/// <summary><c>identity purge</c>: deletes an identity's keys and messages for good (C-40).</summary>
internal static class PurgeCommand
{
    private static readonly Option<string> Slug = new("--slug") { Description = "Which identity.", Required = true };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Delete it. Without this nothing is deleted." };
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
        IdentityFolder[] all = [.. Directory.Exists(folder.Path) ? [folder] : Array.Empty<IdentityFolder>(), .. folder.Graves()];
        if (all.Length == 0)
            return output.Fail($"There is nothing to delete: {folder.Path} does not exist.");
        if (parse.GetValue(DryRun))
            return ListFiles(all, output);
        return parse.GetValue(Yes)
            ? Delete(slug, folder, all, config, output)
            : output.Misused($"This deletes the keys and messages of {slug} for good. Add --yes to do it, or --dry-run to see what would go.");
    }

    private static int ListFiles(IdentityFolder[] all, Output output)
    {
        FileInfo[] files = [.. all.SelectMany(folder => folder.AllFiles())];
        output.Table(
            files,
            new Column<FileInfo>("file", file => file.FullName),
            new Column<FileInfo>("bytes", file => file.Length));
        output.Say($"{files.Sum(file => file.Length)} bytes in {files.Length} files would be deleted. Nothing was.");
        return ExitCode.Ok;
    }

    private static int Delete(string slug, IdentityFolder folder, IdentityFolder[] all, ServerConfig config, Output output)
    {
        try
        {
            using var held = all.Contains(folder) ? IdentityLock.TryTake(folder) : null;
            return held is null && all.Contains(folder)
                ? output.Fail(
                    $"A running posta-server is using {folder.Path}. Take the identity from it first: "
                    + $"`posta-server identity remove --slug {slug}`, then SIGHUP. Or stop the server.")
                : DeleteHeld(slug, folder, all, config, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return output.Fail($"{slug} could not be deleted: {e.Message} {WhatIsLeft(slug, folder)}");
        }
    }

    private static int DeleteHeld(string slug, IdentityFolder folder, IdentityFolder[] all, ServerConfig config, Output output)
    {
        FileInfo[] files = [.. all.SelectMany(one => one.AllFiles())];
        var (count, bytes) = (files.Length, files.Sum(file => file.Length));
        var wasListed = Manifest.Remove(config.Manifest, slug);
        if (all.Contains(folder))
            folder.Bury();
        foreach (var grave in folder.Graves())
            Directory.Delete(grave.Path, recursive: true);
        output.Answer(
            $"Deleted {slug}: {bytes} bytes in {count} files.{(wasListed ? $" It is out of the manifest too. {IdentityCommand.EndsAfter}" : "")}",
            new { purged = slug, bytes, files = count });
        return ExitCode.Ok;
    }

    private static string WhatIsLeft(string slug, IdentityFolder folder)
    {
        string[] left = [.. Directory.Exists(folder.Path) ? [folder.Path] : Array.Empty<string>(), .. folder.Graves().Select(grave => grave.Path)];
        return $"What is left, keys perhaps among it, is in {string.Join(" and ", left)}. Look whose it is, and then purge {slug} again: that deletes it.";
    }
}
