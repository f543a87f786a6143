using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;
using Posta.Server.Identities;
using Posta.Server.Invites;

namespace Posta.Server.Commands;

internal static class InviteCommand
{
    private static readonly TimeSpan MaxTtl = TimeSpan.FromDays(366);

    private static readonly Option<string> Slug = new("--slug") { Description = "Whose invite.", Required = true };
    private static readonly Option<string> DeviceHint = new("--device-hint") { Description = "What the device may be called.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Ttl = new("--ttl") { Description = "How long it can be used: a number and s, m, h or d.", DefaultValueFactory = _ => "24h" };
    private static readonly Option<bool> NoQr = new("--no-qr") { Description = "Print no QR code." };
    private static readonly Option<long> Id = new("--id") { Description = "The invite with that number.", Required = true };

    public static Command Create() =>
        new("invite", "Links that open an identity to one more device, once. Changes take effect at once.") { CreateInvite(), List(), Revoke() };

    private static Command CreateInvite()
    {
        var command = new Command("create", "Make an invite and print its link once.") { Slug, DeviceHint, Ttl, NoQr, Output.JsonOption() };
        command.SetAction((parse, ct) => NamedIdentity.Use(parse, Slug, async (entry, folder, output) =>
        {
            var hint = parse.GetValue(DeviceHint)!.Trim();
            if (DeviceName.Refuse(hint) is { } refusal)
                return output.Misused($"--device-hint: {refusal.Message}");
            if (!Duration.TryParse(parse.GetValue(Ttl)!, out var ttl) || ttl <= TimeSpan.Zero || ttl > MaxTtl)
                return output.Misused("--ttl takes a number and s, m, h or d, such as 24h; at most 366d.");

            await using var database = folder.OpenForCommand();
            var (invite, code) = await new InviteStore(database, TimeProvider.System).Create(hint, ttl, ct);
            Print(output, entry, invite, InviteLink.For(entry.Url, code), withQr: !parse.GetValue(NoQr));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the invites of an identity.") { Slug, Output.JsonOption() };
        command.SetAction((parse, ct) => WithInvites(parse, async (invites, output) =>
        {
            output.Table(
                await invites.List(ct),
                new Column<InviteEntry>("id", invite => invite.Id),
                new Column<InviteEntry>("device", invite => invite.Device),
                new Column<InviteEntry>("created", invite => invite.CreatedAt),
                new Column<InviteEntry>("expires", invite => invite.ExpiresAt),
                new Column<InviteEntry>("state", invite => invite.State),
                new Column<InviteEntry>("token", invite => invite.TokenId));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Take back an invite that nobody has used.") { Slug, Id, Output.JsonOption() };
        command.SetAction((parse, ct) => WithInvites(parse, async (invites, output) =>
        {
            var id = parse.GetValue(Id);
            if (!await invites.Revoke(id, ct))
                return output.Fail("There is no open invite with that number. A token that came of one is ended with `posta-server token revoke`.");

            output.Answer("The invite is revoked; its link opens nothing any more.", new { revoked = id });
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void Print(Output output, ManifestEntry entry, InviteEntry invite, string link, bool withQr)
    {
        output.Answer(
            $"Made an invite for {entry.Slug}, good for one device until {invite.ExpiresAt}.",
            new { id = invite.Id, link, deviceHint = invite.Device, expiresAt = invite.ExpiresAt });
        output.Say($"Invite link, shown this once: {link}");
        if (withQr)
            output.Say(TerminalQr.Draw(link));
    }

    private static Task<int> WithInvites(ParseResult parse, Func<InviteStore, Output, Task<int>> act) =>
        NamedIdentity.Use(parse, Slug, async (_, folder, output) =>
        {
            await using var database = folder.OpenForCommand();
            return await act(new InviteStore(database, TimeProvider.System), output);
        });
}
