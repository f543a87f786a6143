using System.CommandLine;
using ChatPosta.Accounts;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class UserDeleteCommand
{
    public static Command Create()
    {
        var named = NamedUser.Argument();
        var yes = new Option<bool>("--yes") { Description = "Delete without asking." };
        var command = new Command("delete", "Delete an account for good. Messages stay on the user's posta-server.") { named, yes, Output.JsonOption() };
        command.SetAction((parse, _) => NamedUser.Use(parse, named, (user, files, output) =>
            parse.GetValue(yes) || IsTyped(user, output)
                ? Delete(user, files, output)
                : Task.FromResult(output.Misused($"This deletes the account {user.Id} ({user.Identity.Canonical}) for good. Add --yes to do it."))));
        return command;
    }

    private static async Task<int> Delete(User user, LiveFiles files, Output output)
    {
        if (!await new AccountDeletion(files.Users, files.Accounts, files.Sessions).Delete(user.Id))
            return output.Fail("Somebody else has just deleted this account.");

        output.Answer($"Deleted {user.Id}.", new { deleted = user.Id });
        output.Say(
            $"""
            Its posta-server was not touched: who owns {user.Identity.Canonical} should revoke the token that chat-posta had, under the
            name it has there. Backups and copies made before now still hold the account.
            """);
        return ExitCode.Ok;
    }

    /// <summary>At a terminal the id itself is the "yes": a slip of the hand deletes nobody.</summary>
    private static bool IsTyped(User user, Output output)
    {
        if (output.Json || Console.IsInputRedirected || Console.IsOutputRedirected) return false;

        output.Say($"This deletes the account of {user.Identity.Canonical} for good. Type its id, {user.Id}, to do it:");
        return Console.In.ReadLine()?.Trim() == user.Id;
    }
}
