using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;
using Posta.Hosting.Data;
using Posta.Server.Backup;

namespace Posta.Server.Commands;

internal static class RestoreCommand
{
    private static readonly Option<string> From = new("--from") { Description = "The file that backup wrote.", Required = true };
    private static readonly Option<string?> Slug = new("--slug") { Description = "Only this identity of it." };
    private static readonly Option<string?> As = new("--as") { Description = "Under this slug; the address stays the same." };

    public static Command Create()
    {
        var command = new Command("restore", "Bring identities back from a backup. Nothing that is there is overwritten.")
        {
            From, Slug, As, Output.JsonOption(),
        };
        command.SetAction((parse, ct) => Restore(parse, ServerSettings.Config(parse), Output.For(parse), ct));
        return command;
    }

    private static async Task<int> Restore(ParseResult parse, ServerConfig config, Output output, CancellationToken ct)
    {
        var (file, newSlug) = (parse.GetValue(From)!, parse.GetValue(As));
        if (newSlug is not null && !Identities.Slug.IsValid(newSlug))
            return output.Misused($"--as {newSlug}: {Identities.Slug.Rule}.");

        try
        {
            Directory.CreateDirectory(config.Data);
            using var backup = await UnpackedBackup.Unpack(file, config.Data, ct);
            backup.Check();
            return await Restore(new Restoration(backup, config), parse.GetValue(Slug), newSlug, output, ct);
        }
        catch (InvalidDataException e)
        {
            return output.Fail($"{file} cannot be restored: {e.Message}. Nothing was changed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatabaseException)
        {
            return output.Fail($"Nothing was restored: {e.Message}");
        }
    }

    private static async Task<int> Restore(Restoration restoration, string? slug, string? newSlug, Output output, CancellationToken ct)
    {
        var wanted = restoration.Entries.Where(entry => slug is null || entry.Slug == slug).ToArray();
        if (wanted.Length == 0)
            return output.Fail($"There is no identity {slug} in this backup. It holds {string.Join(", ", restoration.Entries.Select(entry => entry.Slug))}.");
        if (newSlug is not null && wanted.Length > 1)
            return output.Misused("--as is for one identity: say which with --slug.");

        var plans = new List<RestoredIdentity>();
        foreach (var entry in wanted)
            plans.Add(await restoration.Prepare(entry, newSlug ?? entry.Slug, ct));
        return plans.Select(restoration.Obstacle).FirstOrDefault(obstacle => obstacle is not null) is { } obstacle
            ? output.Fail($"{obstacle} Nothing was changed.")
            : MakeLive(restoration, plans, output);
    }

    private static int MakeLive(Restoration restoration, List<RestoredIdentity> plans, Output output)
    {
        foreach (var plan in plans)
            if (Failure(restoration, plan) is { } failure)
                return output.Fail(failure);

        output.Answer(
            string.Join('\n', plans.Select(plan => Told(plan, restoration.TakenAt))),
            plans.Select(plan => new { slug = plan.Entry.Slug, url = plan.Entry.Url.Display, takenAt = restoration.TakenAt, messages = plan.Messages, waiting = plan.Waiting }));
        output.Say(
            "A running daemon serves what was restored after SIGHUP or a restart. Tokens, invites and keys that were revoked or used after the "
            + "backup are good again: look at `token list`, `invite list` and `key list`.");
        return ExitCode.Ok;
    }

    private static string? Failure(Restoration restoration, RestoredIdentity plan)
    {
        try
        {
            restoration.MakeLive(plan);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            return $"{e.Message} {plan.Entry.Slug} was not added to the manifest. `posta-server identity purge --slug {plan.Entry.Slug} --yes` "
                + "deletes what was made of it; then restore again.";
        }
    }

    private static string Told(RestoredIdentity plan, string takenAt) =>
        $"Restored {plan.Entry.Slug} ({plan.Entry.Url.Display}) as it was at {takenAt}, with {plan.Messages} messages. What came or went after that is not in it. "
        + (plan.Waiting == 0
            ? "Nothing was waiting to be sent."
            : $"Waiting to be sent: {plan.Waiting}. They go out under the ids that they had: who has got one already says so, and nothing arrives twice.");
}
