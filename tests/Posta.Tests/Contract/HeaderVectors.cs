using static Posta.Tests.Contract.EnvelopeVector;

namespace Posta.Tests.Contract;

/// <summary>wire.md §5 step 1, as far as the headers and the size tell.</summary>
internal static class HeaderVectors
{
    private const string MediaType = "application/posta+json";

    public static IEnumerable<EnvelopeVector> All =>
    [
        Taken("a plain letter", "§4", new()),
        Taken("parameters of the content type do not matter", "W-10", new() { ContentTypes = [MediaType + "; charset=utf-16"] }),
        Taken("the case of the content type does not matter", "W-10", new() { ContentTypes = ["Application/Posta+JSON"] }),
        Taken("identity is no encoding", "W-10", new() { ContentEncodings = ["identity"] }),
        Unsupported("no content type", new() { ContentTypes = [] }),
        Unsupported("another content type", new() { ContentTypes = ["application/json"] }),
        Unsupported("a content type that begins alike", new() { ContentTypes = [MediaType + "x"] }),
        Unsupported("two content types", new() { ContentTypes = [MediaType, MediaType] }),
        Unsupported("a compressed body, as the header says", new() { ContentEncodings = ["gzip"] }),
        Unsupported("an encoding on top of identity", new() { ContentEncodings = ["identity", "gzip"] }),
        Malformed("no signature", "§5.1", new() { Signatures = _ => [] }),
        Malformed("two signatures", "§5.1", new() { Signatures = text => [text, text] }),
        Malformed("a signature of 63 bytes", "§5.1", new() { Sign = body => TestKey.Alice.Sign(body)[..63] }),
        Malformed("a signature of 65 bytes", "§5.1", new() { Sign = body => [.. TestKey.Alice.Sign(body), 0] }),
        Malformed("a signature in URL-safe base64", "W-08", new() { Signatures = _ => [new string('_', 86) + "=="] }),
        Malformed("a signature without padding", "W-08", new() { Signatures = text => [text[..86]] }),
        Malformed("a signature with stray bits after the last byte", "W-08", new() { Signatures = text => [StrayBit(text)] }),
        Malformed("a signature with a blank in it", "W-08", new() { Signatures = text => [text[..40] + " " + text[40..]] }),
        Malformed("a signature in hexadecimal", "W-08", new() { Signatures = text => [Convert.ToHexStringLower(Convert.FromBase64String(text))] }),
        Taken("65,536 bytes", "§1", new Letter().Padded(65_536)),
        TooLarge("65,537 bytes", new Letter().Padded(65_537)),
    ];

    public static string StrayBit(string text)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var last = text.TrimEnd('=').Length - 1;
        return text[..last] + alphabet[alphabet.IndexOf(text[last], StringComparison.Ordinal) + 1] + text[(last + 1)..];
    }

    private static EnvelopeVector Unsupported(string name, Letter letter) => new(name, "W-10", letter, 415, "unsupported-media-type");

    private static EnvelopeVector TooLarge(string name, Letter letter) => new(name, "W-09", letter, 413, "envelope-too-large");
}
