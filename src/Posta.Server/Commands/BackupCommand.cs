using System.CommandLine;
using System.Globalization;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;
using Posta.Hosting.Data;
using Posta.Server.Backup;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

internal static class BackupCommand
{
    private static readonly Option<string?> Slug = new("--slug") { Description = "One identity." };
    private static readonly Option<bool> All = new("--all") { Description = "Every identity of the manifest." };
    private static readonly Option<string> To = new("--to") { Description = "The file to write, or a folder for one.", Required = true };

    public static Command Create()
    {
        var command = new Command("backup", "Copy identities with their keys, messages and images into one file, while they are in use.")
        {
            Slug, All, To, Output.JsonOption(),
        };
        command.SetAction((parse, ct) => Backup(parse, ServerSettings.Config(parse), Output.For(parse), ct));
        return command;
    }

    private static async Task<int> Backup(ParseResult parse, ServerConfig config, Output output, CancellationToken ct)
    {
        var slug = parse.GetValue(Slug);
        if (slug is null != parse.GetValue(All))
            return output.Misused("Say which: --slug or --all.");

        ManifestEntry[] entries = [.. Manifest.Read(config.Manifest).Where(entry => slug is null || entry.Slug == slug)];
        if (entries.Length == 0)
            return output.Fail(slug is null ? $"There are no identities in {config.Manifest}." : $"There is no identity {slug} in {config.Manifest}.");

        try
        {
            return await Write(entries, Target(parse.GetValue(To)!, slug ?? "all"), config, output, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return output.Fail($"No backup was made: {e.Message}");
        }
    }

    private static async Task<int> Write(ManifestEntry[] entries, string target, ServerConfig config, Output output, CancellationToken ct)
    {
        using var backup = new BackupWriter(target);
        var missing = 0;
        foreach (var entry in entries)
            if (Add(backup, entry, config) is { } problem)
            {
                output.Fail($"{entry.Slug} is not in the backup: {problem}");
                missing++;
            }

        if (backup.IsEmpty)
            return output.Fail("No backup was made.");

        var contents = await backup.Finish(TimeProvider.System.GetUtcNow(), ct);
        foreach (var file in backup.LeftOut)
            output.Fail($"{file} is not in the backup: its bytes are not the image that its name says.");
        var bytes = new FileInfo(target).Length;
        output.Answer(
            $"Backed up {contents.Identities.Count} identities in {contents.Files.Count} files, {bytes} bytes, and read them back: {target}. It holds private keys: keep it as safe as them.",
            new { file = target, bytes, takenAt = contents.TakenAt, identities = contents.Identities.Select(identity => identity.Slug), missing });
        return missing + backup.LeftOut.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    // One bad identity must not cost the others their backup.
    private static string? Add(BackupWriter backup, ManifestEntry entry, ServerConfig config)
    {
        var folder = IdentityFolder.Of(config.Data, entry.Slug);
        if (folder.Obstacle("") is { } obstacle)
            return obstacle;

        try
        {
            backup.Add(entry, folder);
            return null;
        }
        catch (Exception e) when (e is FormatException or ConfigurationException or DatabaseException { Fault: not DatabaseFault.Full })
        {
            return e.Message;
        }
    }

    private static string Target(string to, string whose) => Directory.Exists(to)
        ? Path.Combine(to, $"posta-{whose}-{TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.tar")
        : to;
}
