using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatPosta.Keys;

namespace ChatPosta.Media;

/// <summary>
/// Signs the addresses under which we fetch pictures, so that nobody can have us fetch what no page of theirs names. The
/// key hangs on the pepper: another pepper, and pages are simply rendered with other signatures.
/// </summary>
internal sealed class MediaSigner(Pepper pepper)
{
    /// <summary>Beyond that an address would not fit into a request line.</summary>
    private const int MaxUrl = 2048;

    private const int SignatureSize = 16;

    private readonly byte[] _key = KeyChain.MediaKey(pepper.Bytes);

    /// <summary>Null for what is no https address, or too long.</summary>
    public string? Sign(string userId, PictureKind kind, string url)
    {
        if (UrlOf(url) is not { } uri) return null;

        var target = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(uri.AbsoluteUri));
        return $"/media/{Base64Url.EncodeToString(Signature(userId, kind, target))}/{kind.Name}/{target}";
    }

    /// <summary>An address that we would fetch from, before the guard looks where it leads.</summary>
    public static Uri? UrlOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && uri.AbsoluteUri.Length <= MaxUrl
            ? uri
            : null;

    /// <summary>What a signed address stands for; null when it was not signed for this user.</summary>
    public Uri? Verify(string userId, PictureKind kind, string signature, string target)
    {
        var expected = Base64Url.EncodeToString(Signature(userId, kind, target));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature))) return null;

        return new Uri(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(target)));
    }

    private byte[] Signature(string userId, PictureKind kind, string target)
    {
        using var signed = new MemoryStream();
        foreach (var field in (string[])[userId, kind.Name, target]) SealedBox.WriteLengthPrefixed(signed, field);
        return HMACSHA256.HashData(_key, signed.ToArray())[..SignatureSize];
    }
}
