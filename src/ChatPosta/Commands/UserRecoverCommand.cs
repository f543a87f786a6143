using System.CommandLine;
using ChatPosta.Accounts;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

/// <summary>For somebody who has lost every passkey and the unlock code: the way back into the same account.</summary>
internal static class UserRecoverCommand
{
    public static Command Create()
    {
        var named = NamedUser.Argument();
        var ttl = InviteLifetime.Option();
        var command = new Command("recover", "Make a link by which a user who lost every passkey gets a new one.") { named, ttl, Output.JsonOption() };
        command.SetAction((parse, _) => NamedUser.Use(parse, named, (user, files, output) =>
            InviteLifetime.TryRead(parse.GetRequiredValue(ttl), out var lifetime)
                ? Recover(user, lifetime, files, output)
                : Task.FromResult(output.Misused(InviteLifetime.Misuse))));
        return command;
    }

    private static async Task<int> Recover(User user, TimeSpan lifetime, LiveFiles files, Output output)
    {
        // The invite would open nothing, and the user would wonder why.
        if (user.IsDisabled) return output.Fail($"This user is disabled. `chat-posta user enable {user.Id}` first.");
        if (await new InviteStore(files.Accounts, TimeProvider.System).CreateRecovery(user.Id, lifetime) is not { } made)
            return output.Fail("Somebody has just deleted this account.");

        var link = InviteLink.For(files.Config.BaseUrl, made.Code);
        output.Answer(link, new { made.Invite.Id, user = user.Id, Link = link, made.Invite.ExpiresAt });
        output.Say(
            $"""
            Give it to the owner of {user.Identity.Canonical} and to nobody else. They also need a new pairing link from their
            posta-server: it proves that they are who they say.
            """);
        return ExitCode.Ok;
    }
}
