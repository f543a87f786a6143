using System.Text.Json;
using Posta.Protocol;

namespace Posta.Server.Messages;

/// <summary>The one check of an otherwise opaque payload: a posta.link/v1 has one https url (C-29).</summary>
internal static class LinkCheck
{
    private const string LinkKind = "posta.link/v1";

    public static bool Passes(RawJson payload)
    {
        using var document = JsonDocument.Parse(payload.Utf8, new JsonDocumentOptions { MaxDepth = WireFormat.MaxPayloadDepth });
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
            return true;

        var kinds = Values(document.RootElement, "kind");
        if (!kinds.Any(kind => IsText(kind, out var text) && text == LinkKind))
            return true;

        return kinds.Count == 1 && Values(document.RootElement, "url") is [var url] && IsHttps(url);
    }

    // Compares after unescaping, so that no spelling slips past.
    private static List<JsonElement> Values(JsonElement payload, string name) =>
        [.. payload.EnumerateObject().Where(member => member.NameEquals(name)).Select(member => member.Value)];

    private static bool IsHttps(JsonElement url) =>
        IsText(url, out var text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private static bool IsText(JsonElement element, out string text)
    {
        text = "";
        if (element.ValueKind is not JsonValueKind.String)
            return false;

        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // half a character: no kind and no URL
        }
    }
}
