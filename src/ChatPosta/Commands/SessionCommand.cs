using System.CommandLine;
using ChatPosta.Accounts;
using ChatPosta.Sessions;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class SessionCommand
{
    public static Command Create() => new("session", "See who is signed in, and end sessions.") { List(), Revoke() };

    private static Command List()
    {
        var named = NamedUser.Option("Only the sessions of this user.");
        var command = new Command("list", "List the sessions, the one used last first.") { named, Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            using var files = LiveFiles.Open(parse);
            var output = Output.For(parse);
            return parse.GetValue(named) is { } reference
                ? await NamedUser.Use(reference, files, output, user => Print(files, output, user))
                : await Print(files, output);
        });
        return command;
    }

    private static async Task<int> Print(LiveFiles files, Output output, User? of = null)
    {
        var names = (await files.Users.List()).ToDictionary(user => user.Id, user => user.Name);
        output.Table(
            await files.Sessions.Db.Read(db => SessionRowStore.List(db, of?.Id)),
            new Column<SessionSummary>("id", session => session.Id),
            new Column<SessionSummary>("user", session => names.GetValueOrDefault(session.UserId)),
            new Column<SessionSummary>("user id", session => session.UserId),
            new Column<SessionSummary>("device", session => session.Place.Device),
            new Column<SessionSummary>("network", session => session.Place.Network),
            new Column<SessionSummary>("created", session => session.CreatedAt),
            new Column<SessionSummary>("last seen", session => session.LastSeenAt),
            new Column<SessionSummary>("expires", session => session.ExpiresAt));
        return ExitCode.Ok;
    }

    private static Command Revoke()
    {
        var id = new Argument<string?>("id") { Description = "The session's id, as the list shows it.", Arity = ArgumentArity.ZeroOrOne };
        var named = NamedUser.Option("All sessions of this user.");
        var command = new Command("revoke", "End sessions and their streams, within a second.") { id, named, Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            var output = Output.For(parse);
            using var files = LiveFiles.Open(parse);
            return (parse.GetValue(id), parse.GetValue(named)) switch
            {
                ({ } session, null) => await RevokeOne(session, files, output),
                (null, { } reference) => await NamedUser.Use(reference, files, output, user => RevokeAll(user, files, output)),
                _ => output.Misused("Say which: the id of a session, or --user for all sessions of a user."),
            };
        });
        return command;
    }

    private static async Task<int> RevokeOne(string id, LiveFiles files, Output output)
    {
        if (await files.Sessions.Db.Write(db => SessionRowStore.Delete(db, id)) is not { } userId)
            return output.Fail("There is no session with this id. `chat-posta session list` shows the ids.");

        await files.Users.Audit(userId, AuditStore.SessionRevoked, $"session {id}");
        return Answer(1, output);
    }

    private static async Task<int> RevokeAll(User user, LiveFiles files, Output output)
    {
        var revoked = await files.Sessions.Db.Write(db => SessionRowStore.DeleteOfUser(db, user.Id));
        if (revoked > 0) await files.Users.Audit(user.Id, AuditStore.SessionRevoked, $"all {revoked}");
        return Answer(revoked, output);
    }

    private static int Answer(int revoked, Output output)
    {
        output.Answer(revoked == 1 ? "The session is over." : $"{revoked} sessions are over.", new { revoked });
        return ExitCode.Ok;
    }
}
