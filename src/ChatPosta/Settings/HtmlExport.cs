using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using ChatPosta.Languages;
using ChatPosta.Threads;
using ChatPosta.Web;
using Posta.Protocol.ClientApi;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>The export for people: one page that needs no server, loads nothing, and prints well.</summary>
internal sealed class HtmlExport(Exporter exporter, ExportIndex index, Html html, HtmlEncoder encoder, TimeProvider time)
{
    // The page lies on the reader's disk, so its own policy keeps it from loading anything, whatever a message holds.
    private static string Head =>
        $$"""
        <!DOCTYPE html>
        <html lang="{{Language.Current.Code}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>
        body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; overflow-wrap: anywhere; }
        h1, h2 { line-height: 1.2; } h2 { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid; }
        ol { list-style: none; padding: 0; } li { margin: 0.75rem 0; }
        .mine { padding-left: 3rem; } .by { margin: 0; font: 0.8125rem/1.5 sans-serif; opacity: 0.75; }
        .text { margin: 0; white-space: pre-wrap; unicode-bidi: plaintext; }
        .end { margin-top: 3rem; padding-top: 1rem; border-top: 3px double; font-weight: bold; }
        </style>
        """;

    public async Task Write(PipeWriter body, CancellationToken ct)
    {
        Put(body, Opening());
        var (messages, problem) = (0L, "");
        foreach (var contact in index.Contacts)
        {
            Put(body, $"<section>\n<h2>{Name(contact)}</h2>\n<ol>\n");
            problem = await exporter.Each(contact, async (peer, page) =>
            {
                Put(body, await html.Text<ExportedMessages, ExportedModel>(new(People.Of(index.Address, peer, contact.Name), page)));
                messages += page.Count;
                await body.FlushAsync(ct);
            }, ct);
            Put(body, "</ol>\n</section>\n");
            if (problem.Length > 0) break;
        }

        Put(body, Closing(messages, problem));
        await body.FlushAsync(ct);
    }

    private string Opening()
    {
        var name = encoder.Encode(index.Identity.Name.Length > 0 ? BodyText.Plain(index.Identity.Name) : index.Address.Display);
        var at = $"{time.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm} UTC";
        return $"{Head}\n<title>{T("Conversations of {0}", name)}</title>\n</head>\n<body>\n<h1>{T("Conversations of {0}", $"<bdi>{name}</bdi>")}</h1>\n"
            + $"<p>{T("{0}, exported on {1}. Oldest first. Pictures are given by their addresses.", encoder.Encode(index.Address.Display), at)}</p>\n";
    }

    private string Name(Contact contact) => contact.Name.Length > 0
        ? $"<bdi>{encoder.Encode(BodyText.Plain(contact.Name))}</bdi> <small>{encoder.Encode(BodyText.Plain(contact.Url))}</small>"
        : encoder.Encode(BodyText.Plain(contact.Url));

    private string Closing(long messages, string problem) => problem.Length == 0
        ? $"<p class=\"end\">{T("The end. This export is complete: {0} in {1}.", Count(messages), T(index.Contacts.Count, "1 conversation", "{0} conversations"))}</p>\n</body>\n</html>\n"
        : $"<p class=\"end\">{T("This export is NOT complete. It stops here after {0}: {1}", Count(messages), encoder.Encode(problem))}</p>\n</body>\n</html>\n";

    private static string Count(long messages) => T(messages, "1 message", "{0} messages");

    private static void Put(PipeWriter body, string text) => Encoding.UTF8.GetBytes(text, body);
}
