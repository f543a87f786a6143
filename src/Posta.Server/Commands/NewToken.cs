using Posta.Hosting.Cli;
using Posta.Protocol;
using Posta.Server.Identities;
using Posta.Server.Tokens;

namespace Posta.Server.Commands;

/// <summary>A token that is shown once, in the forms that clients take.</summary>
internal sealed record NewToken(string Token, string Pairing)
{
    public static async Task<NewToken> Create(
        IdentityFolder folder, ManifestEntry entry, string name, TimeProvider time, CancellationToken ct)
    {
        await using var database = folder.OpenForCommand();
        var token = await new TokenStore(database, time).Create(name, ct);
        return new NewToken(token, new PairingUri(entry.Url.Authority, token).ToString());
    }

    /// <summary>For people only; a program has the values in its JSON.</summary>
    public void Print(Output output, bool withQr)
    {
        output.Say($"Token, shown this once: {Token}");
        output.Say($"Pairing link: {Pairing}");
        if (withQr)
            output.Say(TerminalQr.Draw(Pairing));
    }
}
