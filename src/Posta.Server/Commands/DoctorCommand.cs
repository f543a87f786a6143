using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;
using Posta.Hosting.Egress;
using Posta.Server.Doctor;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

internal static class DoctorCommand
{
    private static readonly Option<string?> Slug = new("--slug") { Description = "Only this identity." };

    public static Command Create()
    {
        var command = new Command("doctor", "Look at files, databases, keys, certificate and public addresses, and say what to mend.") { Slug, Output.JsonOption() };
        command.SetAction((parse, ct) => Examine(ServerSettings.Config(parse), parse.GetValue(Slug), Output.For(parse), ct));
        return command;
    }

    private static async Task<int> Examine(ServerConfig config, string? slug, Output output, CancellationToken ct)
    {
        if (Closed(config) is { } closed)
            return Tell([closed], output);

        var (entries, manifest) = ReadManifest(config.Manifest);
        ManifestEntry[] wanted = [.. entries.Where(entry => slug is null || entry.Slug == slug)];
        if (slug is not null && wanted.Length == 0 && manifest.Health == Health.Ok)
            return output.Fail($"There is no identity {slug} in {config.Manifest}.");

        return Tell([manifest, .. Machine(config, entries), .. await Identities(config, wanted, ct)], output);
    }

    private static int Tell(Finding[] findings, Output output)
    {
        output.Table(
            findings,
            new Column<Finding>("state", finding => finding.Health.ToString().ToLowerInvariant()),
            new Column<Finding>("slug", finding => finding.Slug),
            new Column<Finding>("check", finding => finding.Check),
            new Column<Finding>("finding", finding => finding.Words));
        return findings.Any(finding => finding.Health == Health.Problem) ? ExitCode.Failed : ExitCode.Ok;
    }

    // Every other finding would be wrong.
    private static Finding? Closed(ServerConfig config)
    {
        var closed = Privacy.FirstClosed(config.Manifest, config.Data, [])
            ?? Privacy.FirstClosed(config.Manifest, config.Data, ReadManifest(config.Manifest).Entries.Select(entry => IdentityFolder.Of(config.Data, entry.Slug)));
        return closed is null ? null : Finding.Problem("", "user", $"{Environment.UserName} may not read and write {closed}, so nothing can be said. Run it as the daemon's user.");
    }

    private static (IReadOnlyList<ManifestEntry> Entries, Finding Finding) ReadManifest(string path)
    {
        try
        {
            var entries = Manifest.Read(path);
            return (entries, entries.Count > 0
                ? Finding.Ok("", "manifest", $"{path}, {entries.Count} identities.")
                : Finding.Warning("", "manifest", $"there are no identities in {path}: every request is answered 404. `posta-server identity add` makes one."));
        }
        catch (ConfigurationException e)
        {
            return ([], Finding.Problem("", "manifest", e.Message));
        }
    }

    private static IEnumerable<Finding> Machine(ServerConfig config, IReadOnlyList<ManifestEntry> entries) =>
        new MachineChecks(config, entries, TimeProvider.System)
            .Run(isServing: entries.Any(entry => IdentityLock.IsHeld(IdentityFolder.Of(config.Data, entry.Slug))));

    private static async Task<IEnumerable<Finding>> Identities(ServerConfig config, ManifestEntry[] entries, CancellationToken ct)
    {
        using var http = new GuardedHttp(new EgressOptions { AllowPrivate = config.AllowPrivateEgress, TrustedRoots = config.TrustedRoots });
        var check = new PublicCheck(http, TimeProvider.System);
        // Together: each may take its ten seconds.
        var answers = await Task.WhenAll(entries.Select(async entry =>
        {
            var folder = IdentityFolder.Of(config.Data, entry.Slug);
            Finding[] here = [.. new IdentityChecks(entry, folder, TimeProvider.System).Run()];
            return folder.Exists && here.All(finding => finding.Check != "keys" || finding.Health != Health.Problem)
                ? [.. here, .. await check.Run(entry, folder, ct)]
                : here;
        }));
        return answers.SelectMany(findings => findings);
    }
}
