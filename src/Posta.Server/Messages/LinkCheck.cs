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
        if (!kinds.Any(kind => Text(kind) == LinkKind))
            return true;

        return kinds.Count == 1 && Values(document.RootElement, "url") is [var url] && IsHttps(url);
    }

    private static List<JsonElement> Values(JsonElement payload, string name) =>
        [.. payload.EnumerateObject().Where(member => IsNamed(member, name)).Select(member => member.Value)];

    private static bool IsHttps(JsonElement url) =>
        Text(url) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    // Both compare after unescaping, so that no spelling slips past; half a character, which throws, is no kind and no URL.
    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
