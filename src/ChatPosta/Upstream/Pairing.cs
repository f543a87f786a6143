using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Upstream;

/// <summary>Opens a pairing URI: asks the server that it names whose token this is.</summary>
internal sealed class Pairing(GuardedHttp http)
{
    /// <summary>The server behind the URI, or the reason in the person's words why there is none.</summary>
    public async Task<(PairedServer? Server, string Error)> Open(string pasted, CancellationToken ct)
    {
        if (!PairingUri.TryParse(pasted.Trim(), out var uri, out var reason)) return (null, T("That isn't a pairing link: {0}", Translated(reason)));

        var token = new Secret(uri.Token);
        try
        {
            var identity = await new PostaClient(http, uri.Origin, token).Identity(ct);
            return PostaUrl.TryParseInput(identity.Url, out var url, out _) && url.Authority == uri.Authority
                ? (new(url, identity.Name, identity.About, identity.Avatar, uri.Origin, token), "")
                : (null, T("That server names an identity that lives elsewhere, so it can't be linked."));
        }
        catch (UpstreamException exception)
        {
            return (null, Explain(exception.Error));
        }
    }

    /// <summary>As <see cref="Open"/>, for an account that has its identity: a link of another one opens nothing.</summary>
    public async Task<(PairedServer? Server, string Error)> OpenAgain(string pasted, PostaUrl identity, CancellationToken ct)
    {
        var (server, error) = await Open(pasted, ct);
        return server is null || server.Identity == identity
            ? (server, error)
            : (null, T("That link opens {0}, but this account belongs to {1}. Make a pairing link there and paste that. Nothing was changed.", server.Identity.Display, identity.Display));
    }

    private static string Explain(UpstreamError error) => error.Failure switch
    {
        UpstreamFailure.Refused => T("Your posta-server refused this token. Make a new pairing link there, then paste that."),
        UpstreamFailure.Unreachable => T("Couldn't reach your posta-server. Check the address in the link and that the server is running."),
        _ => error.Explain(),
    };
}

/// <summary>The identity that a pairing URI opened.</summary>
internal sealed record PairedServer(PostaUrl Identity, string Name, string About, string Avatar, Uri Origin, Secret Token);
