using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Server.Tokens;

namespace Posta.Server.Commands;

internal static class TokenCommand
{
    private static readonly Option<string> Slug = new("--slug") { Description = "Whose token.", Required = true };
    private static readonly Option<string> NewName = new("--name") { Description = "What to call it: a device or a program.", Required = true };
    private static readonly Option<string?> Name = new("--name") { Description = "All active tokens of that name." };
    private static readonly Option<long?> Id = new("--id") { Description = "The token with that number." };
    private static readonly Option<bool> NoQr = new("--no-qr") { Description = "Print no QR code." };

    public static Command Create() =>
        new("token", "What clients identify themselves with. Changes take effect at once.") { CreateToken(), List(), Revoke() };

    private static Command CreateToken()
    {
        var command = new Command("create", "Make a token and print it once.") { Slug, NewName, NoQr, Output.JsonOption() };
        command.SetAction((parse, ct) => NamedIdentity.Use(parse, Slug, async (entry, folder, output) =>
        {
            var token = await NewToken.Create(folder, entry, parse.GetValue(NewName)!, TimeProvider.System, ct);
            output.Answer($"Made a token for {entry.Slug}.", new { token = token.Token, pairing = token.Pairing });
            token.Print(output, withQr: !parse.GetValue(NoQr));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the tokens of an identity.") { Slug, Output.JsonOption() };
        command.SetAction((parse, ct) => WithTokens(parse, async (tokens, output) =>
        {
            output.Table(
                await tokens.List(ct),
                new Column<TokenEntry>("id", token => token.Id),
                new Column<TokenEntry>("name", token => token.Name),
                new Column<TokenEntry>("created", token => token.CreatedAt),
                new Column<TokenEntry>("last used", token => token.LastUsedAt),
                new Column<TokenEntry>("state", token => token.State));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "End tokens, and the event streams that they opened.") { Slug, Name, Id, Output.JsonOption() };
        command.SetAction((parse, ct) => WithTokens(parse, async (tokens, output) =>
        {
            var revoked = (parse.GetValue(Name), parse.GetValue(Id)) switch
            {
                ({ } name, null) => await tokens.RevokeNamed(name, ct),
                (null, { } id) => await tokens.RevokeId(id, ct),
                _ => (int?)null,
            };
            if (revoked is null)
                return output.Misused("Say which: --name or --id.");
            if (revoked == 0)
                return output.Fail("There is no such active token.");

            output.Answer($"Revoked {revoked}.", new { revoked });
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Task<int> WithTokens(ParseResult parse, Func<TokenStore, Output, Task<int>> act) =>
        NamedIdentity.Use(parse, Slug, async (_, folder, output) =>
        {
            await using var database = folder.OpenForCommand();
            return await act(new TokenStore(database, TimeProvider.System), output);
        });
}
