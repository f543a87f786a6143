using System.CommandLine;
using ChatPosta.Accounts;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class UserCommand
{
    public static Command Create() => new("user", "See who has an account.") { List() };

    private static Command List()
    {
        var command = new Command("list", "List the users.") { Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            using var accounts = AccountDatabase.Open(ChatSettings.Read(parse).Db);
            var users = await new UserStore(accounts, TimeProvider.System).List();
            Output.For(parse).Table(
                users,
                new Column<User>("id", user => user.Id),
                new Column<User>("name", user => user.Name),
                new Column<User>("server", user => user.Identity.Canonical),
                new Column<User>("created", user => user.CreatedAt),
                new Column<User>("last seen", user => user.LastSeenAt));
        });
        return command;
    }
}
