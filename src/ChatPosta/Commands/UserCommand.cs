using System.CommandLine;
using ChatPosta.Accounts;
using ChatPosta.Sessions;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class UserCommand
{
    public static Command Create() => new("user", "See who has an account; close, open or delete one.")
    {
        List(), UserShowCommand.Create(), Disable(), Enable(), UserDeleteCommand.Create(), UserRecoverCommand.Create(),
    };

    private static Command List()
    {
        var command = new Command("list", "List the users.") { Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            using var accounts = AccountDatabase.OpenForCommand(ChatSettings.Read(parse).Db);
            Output.For(parse).Table(
                await new UserStore(accounts, TimeProvider.System).List(),
                new Column<User>("id", user => user.Id),
                new Column<User>("name", user => user.Name),
                new Column<User>("server", user => user.Identity.Canonical),
                new Column<User>("created", user => user.CreatedAt),
                new Column<User>("last seen", user => user.LastSeenAt),
                new Column<User>("state", State));
        });
        return command;
    }

    private static Command Disable() => Turn(
        "disable", "End a user's sessions and let nobody in, until it is enabled again.", disabled: true,
        changed: "is disabled. Sessions and streams of the running program end within a second; `chat-posta user enable` opens the account again.",
        same: "is disabled already.");

    private static Command Enable() => Turn(
        "enable", "Open a disabled account to its user again.", disabled: false,
        changed: "is enabled and can sign in again.",
        same: "is not disabled.");

    private static Command Turn(string verb, string description, bool disabled, string changed, string same)
    {
        var named = NamedUser.Argument();
        var command = new Command(verb, description) { named, Output.JsonOption() };
        command.SetAction((parse, _) => NamedUser.Use(parse, named, async (user, files, output) =>
        {
            var isChanged = await files.Users.SetDisabled(user.Id, disabled);
            if (disabled) await files.Sessions.Db.Write(db => SessionRowStore.DeleteOfUser(db, user.Id));
            output.Answer($"{user.Id} {(isChanged ? changed : same)}", new { user.Id, disabled, changed = isChanged });
            return ExitCode.Ok;
        }));
        return command;
    }

    public static string State(User user) => user.IsDisabled ? "disabled" : user.IsLinked ? "active" : "needs a new link";
}
