using System.CommandLine;
using ChatPosta.Accounts;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

/// <summary>Works on the live database: what it does holds for the running program at once.</summary>
internal static class InviteCommand
{
    public static Command Create() => new("invite", "Invite people, and see or take back invites.") { CreateInvite(), List(), Revoke() };

    private static Command CreateInvite()
    {
        var name = new Option<string>("--name") { Description = "Whom the invite is for.", Required = true };
        var ttl = InviteLifetime.Option();
        var command = new Command("create", "Make an invite link, good for one account.") { name, ttl, Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            var output = Output.For(parse);
            if (!InviteLifetime.TryRead(parse.GetRequiredValue(ttl), out var lifetime)) return output.Misused(InviteLifetime.Misuse);
            if (string.IsNullOrWhiteSpace(parse.GetValue(name))) return output.Misused("--name says whom the invite is for.");

            var config = ChatSettings.Read(parse);
            using var accounts = AccountDatabase.OpenForCommand(config.Db);
            var (invite, code) = await new InviteStore(accounts, TimeProvider.System).Create(parse.GetRequiredValue(name).Trim(), lifetime, byAdmin: true);
            var link = InviteLink.For(config.BaseUrl, code);
            output.Answer(link, new { invite.Id, invite.Name, Link = link, invite.ExpiresAt });
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command List()
    {
        var consumed = new Option<bool>("--consumed") { Description = "Used ones too." };
        var command = new Command("list", "List the invites that can still be used.") { consumed, Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            using var accounts = AccountDatabase.OpenForCommand(ChatSettings.Read(parse).Db);
            var invites = await new InviteStore(accounts, TimeProvider.System).List(parse.GetValue(consumed));
            Output.For(parse).Table(
                invites,
                new Column<Invite>("id", invite => invite.Id),
                new Column<Invite>("name", invite => invite.Name),
                new Column<Invite>("created", invite => invite.CreatedAt),
                new Column<Invite>("expires", invite => invite.ExpiresAt),
                new Column<Invite>("used", invite => invite.UsedAt),
                new Column<Invite>("recovers", invite => invite.Recovers));
        });
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The invite's id, as the list shows it." };
        var command = new Command("revoke", "Take an unused invite back.") { id, Output.JsonOption() };
        command.SetAction(async (parse, _) =>
        {
            using var accounts = AccountDatabase.OpenForCommand(ChatSettings.Read(parse).Db);
            var output = Output.For(parse);
            var revoked = parse.GetRequiredValue(id);
            switch (await new InviteStore(accounts, TimeProvider.System).Revoke(revoked))
            {
                case InviteStore.Revocation.Revoked:
                    output.Answer("The invite is revoked; its link no longer works.", new { revoked });
                    return ExitCode.Ok;
                case InviteStore.Revocation.AlreadyUsed:
                    return output.Fail("This invite has been used, so there is nothing to revoke.");
                default:
                    return output.Fail("There is no invite with this id. `chat-posta invite list` shows the ids.");
            }
        });
        return command;
    }
}
