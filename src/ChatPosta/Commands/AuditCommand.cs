using System.CommandLine;
using System.Globalization;
using ChatPosta.Accounts;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;

namespace ChatPosta.Commands;

internal static class AuditCommand
{
    private const int MaxRows = 100_000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public static Command Create() => new("audit", "See who did what.") { List() };

    private static Command List()
    {
        var named = NamedUser.Option("Only what concerns this user.");
        var since = new Option<string?>("--since") { Description = "Only what is younger: a number and s, m, h or d, or a day such as 2026-11-01." };
        var limit = new Option<int>("--limit") { Description = "At most so many rows.", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "List what was done to accounts and invites, newest first.") { named, since, limit, Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            var output = Output.For(parse);
            if (!TryReadSince(parse.GetValue(since), out var from)) return output.Misused("--since takes a number and s, m, h or d, such as 24h, or a day such as 2026-11-01.");
            if (parse.GetValue(limit) is < 1 or > MaxRows) return output.Misused($"--limit takes a number from 1 to {MaxRows}.");

            using var files = LiveFiles.Open(parse);
            return parse.GetValue(named) is { } reference
                ? await NamedUser.Use(reference, files, output, user => Print(files, output, user, from, parse.GetValue(limit)))
                : await Print(files, output, null, from, parse.GetValue(limit));
        });
        return command;
    }

    public static Column<AuditEntry>[] Columns(bool withUser) =>
    [
        new("at", entry => entry.At),
        .. withUser ? [new("user", entry => entry.User), new("user id", entry => entry.UserId)] : Array.Empty<Column<AuditEntry>>(),
        new("event", entry => entry.Event),
        new("detail", entry => entry.Detail),
        new("network", entry => entry.Network),
    ];

    private static async Task<int> Print(LiveFiles files, Output output, User? of, DateTimeOffset? since, int limit)
    {
        output.Table(await files.Accounts.Db.Read(db => AuditStore.List(db, of?.Id, since, limit)), Columns(withUser: of is null));
        return ExitCode.Ok;
    }

    private static bool TryReadSince(string? text, out DateTimeOffset? since)
    {
        since = null;
        if (text is null) return true;

        if (Duration.TryParse(text, out var ago) && ago < Longest) since = TimeProvider.System.GetUtcNow() - ago;
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)) since = day;
        return since is not null;
    }
}
