using System.CommandLine;
using Posta.Hosting.Cli;
using Posta.Protocol;
using Posta.Protocol.Keys;
using Posta.Server.Identities;

namespace Posta.Server.Commands;

internal static class KeyCommand
{
    private static readonly Option<string> Slug = new("--slug") { Description = "Whose keys.", Required = true };
    private static readonly Option<string> Id = new("--id") { Description = "Which key.", Required = true };

    public static Command Create() =>
        new("key", "The keys that an identity signs with. Changes take effect at once.") { List(), Rotate(), Revoke() };

    private static Command List()
    {
        var command = new Command("list", "List the keys that the actor document names, oldest first.") { Slug, Output.JsonOption() };
        command.SetAction((parse, _) => With(parse, (folder, output) =>
        {
            var (ring, now) = (KeyFile.Read(folder.Keys), TimeProvider.System.GetUtcNow());
            output.Table(
                ring.Keys,
                new Column<SigningKey>("id", key => key.Id),
                new Column<SigningKey>("created", key => PostaTime.Format(key.CreatedAt)),
                new Column<SigningKey>("state", key => State(key, ring.Current(now))),
                new Column<SigningKey>("public key", key => Convert.ToBase64String(key.PublicKey)));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Rotate()
    {
        var command = new Command("rotate", "Add a key; it signs after five minutes, and the others stay good.") { Slug, Output.JsonOption() };
        command.SetAction((parse, _) => With(parse, (folder, output) =>
        {
            var key = KeyEdit.Rotate(folder, TimeProvider.System.GetUtcNow());
            output.Answer(
                $"Added {key.Id}. It signs from {SignsFrom(key)} on, when every peer can know it. Then revoke the old one if it is not to be trusted any more.",
                new { id = key.Id, signsFrom = SignsFrom(key) });
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Take a key out of the actor document.") { Slug, Id, Output.JsonOption() };
        command.SetAction((parse, _) => With(parse, (folder, output) =>
        {
            var id = parse.GetValue(Id)!;
            if (KeyFile.Read(folder.Keys).Keys is [var last] && last.Id == id)
                return output.Fail($"{id} is the only key. Make another first: posta-server key rotate --slug {parse.GetValue(Slug)}");
            if (!KeyEdit.Revoke(folder, id))
                return output.Fail($"There is no key {id}. posta-server key list --slug {parse.GetValue(Slug)} shows them.");

            output.Answer($"Revoked {id}. Peers that have just read the actor document believe it for up to five minutes.", new { revoked = id });
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Task<int> With(ParseResult parse, Func<IdentityFolder, Output, int> act) => NamedIdentity.Use(parse, Slug, (_, folder, output) =>
    {
        try
        {
            return Task.FromResult(act(folder, output));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(output.Fail(e.Message));
        }
    });

    private static string State(SigningKey key, SigningKey current) =>
        key == current ? "signs"
        : key.CreatedAt > current.CreatedAt ? $"signs from {SignsFrom(key)}"
        : "published";

    private static string SignsFrom(SigningKey key) => PostaTime.Format(key.CreatedAt + KeyRing.PublishedBeforeUse);
}
