using System.CommandLine;
using System.Text;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

internal static class IdentityCommand
{
    public const string EndsAfter = "A running daemon serves it until SIGHUP or a restart.";

    private const string TakesEffect = "A running daemon serves it after SIGHUP or a restart.";

    private static readonly Option<string> Slug = new("--slug") { Description = "Its name on this machine.", Required = true };
    private static readonly Option<string> Url = new("--url") { Description = "Its address.", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "The name that people see.", Required = true };

    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "person, room, agent or another word.",
        DefaultValueFactory = _ => "person",
    };

    private static readonly Option<bool> PrintToken = new("--print-token") { Description = "Make a token for a first client too." };

    public static Command Create() => new("identity", "The identities that this server is for.") { Add(), List(), RemoveCommand.Create(), PurgeCommand.Create() };

    private static Command Add()
    {
        var command = new Command("add", "Make an identity: keys, database, and its entry in the manifest.")
        {
            Slug, Url, Name, Kind, PrintToken, Output.JsonOption(),
        };
        command.SetAction((parse, ct) => Add(parse, ServerSettings.Config(parse), Output.For(parse), ct));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the identities of the manifest.") { Output.JsonOption() };
        command.SetAction(parse => Output.For(parse).Table(
            Manifest.Read(ServerSettings.Config(parse).Manifest),
            new Column<ManifestEntry>("slug", entry => entry.Slug),
            new Column<ManifestEntry>("url", entry => entry.Url.Display),
            new Column<ManifestEntry>("name", entry => entry.Name),
            new Column<ManifestEntry>("kind", entry => entry.Kind)));
        return command;
    }

    private static async Task<int> Add(ParseResult parse, ServerConfig config, Output output, CancellationToken ct)
    {
        if (Mistake(parse, out var entry) is { } mistake)
            return output.Misused(mistake);

        if (Manifest.Read(config.Manifest).FirstOrDefault(other => other.Slug == entry!.Slug) is { } same)
            return output.Fail($"There is an identity {same.Slug} already: {same.Url.Display}. Choose another slug.");

        Manifest.CheckRoomFor(config.Manifest, entry!);
        var folder = IdentityFolder.Of(config.Data, entry!.Slug);
        var wasThere = Directory.Exists(folder.Path);
        try
        {
            await IdentityFolder.Create(config.Data, entry, TimeProvider.System, ct);
            Manifest.Add(config.Manifest, entry);
        }
        // A refusal of a folder that was there says by itself what to do.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatabaseException || (e is ConfigurationException && !wasThere))
        {
            return output.Fail($"{e.Message.TrimEnd('.')}. {HowToCleanUp(entry.Slug, folder, wasThere)}");
        }

        var token = parse.GetValue(PrintToken) ? await NewToken.Create(folder, entry, "first client", TimeProvider.System, ct) : null;
        output.Answer(
            $"Added {entry.Slug}: {entry.Url.Display}. {TakesEffect}",
            new { slug = entry.Slug, url = entry.Url.Display, token = token?.Token, pairing = token?.Pairing });
        token?.Print(output, withQr: false);
        return ExitCode.Ok;
    }

    private static string HowToCleanUp(string slug, IdentityFolder folder, bool wasThere) =>
        wasThere ? $"{slug} was not added; what was in {folder.Path} before is still there."
        : Directory.Exists(folder.Path) ? $"{slug} was not added. `posta-server identity purge --slug {slug} --yes` deletes what was made of it, in {folder.Path}."
        : $"{slug} was not added, and nothing was made.";

    private static string? Mistake(ParseResult parse, out ManifestEntry? entry)
    {
        entry = null;
        var (slug, name, kind) = (parse.GetValue(Slug)!, parse.GetValue(Name)!, parse.GetValue(Kind)!);
        if (!Identities.Slug.IsValid(slug))
            return $"--slug {slug}: {Identities.Slug.Rule}.";
        if (!PostaUrl.TryParseInput(parse.GetValue(Url)!, out var url, out var rejection))
            return $"--url: {rejection.Code()}. {rejection.Explain()}";
        if (Encoding.UTF8.GetByteCount(name) > ActorDocument.MaxNameBytes || Encoding.UTF8.GetByteCount(kind) > ActorDocument.MaxKindBytes)
            return $"--name may have {ActorDocument.MaxNameBytes} bytes, --kind {ActorDocument.MaxKindBytes}.";

        entry = new ManifestEntry(slug, url, name, kind);
        return null;
    }
}
