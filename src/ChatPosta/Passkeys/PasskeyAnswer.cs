using System.Buffers.Text;
using System.Text.Json;
using ChatPosta.Keys;

namespace ChatPosta.Passkeys;

/// <summary>What our script posts after <c>navigator.credentials</c>: the credential, and the unlock key derived from the PRF output.</summary>
/// <param name="Credential">As <c>toJSON()</c> gives it, but with empty <c>clientExtensionResults</c>: the PRF output stays in the browser.</param>
/// <param name="UnlockKey">Base64url of 32 bytes, or null when the authenticator gave no PRF value.</param>
/// <param name="PrfEnabled">At creation only: whether the authenticator says that it can do PRF.</param>
internal sealed record PasskeyAnswer(JsonElement Credential, string? UnlockKey = null, bool PrfEnabled = false)
{
    /// <summary>
    /// JSON is UTF-8 (RFC 8259 §8.1), whatever charset the request claims; the framework's reader fails for one that it
    /// does not know. Null, and so 400, when it cannot be read.
    /// </summary>
    public static async ValueTask<PasskeyAnswer?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType()) throw new BadHttpRequestException("Not JSON.", StatusCodes.Status415UnsupportedMediaType);

        try
        {
            return await JsonSerializer.DeserializeAsync<PasskeyAnswer>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string CredentialJson => Credential.ValueKind == JsonValueKind.Object ? Credential.GetRawText() : "{}";

    /// <summary>The id that the credential claims, or null; it proves nothing.</summary>
    public byte[]? CredentialId() =>
        Credential.ValueKind == JsonValueKind.Object && Credential.TryGetProperty("id", out var id)
        && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: <= 1400 } text && Base64Url.IsValid(text)
            ? PasskeyId.Bytes(text)
            : null;

    /// <summary>Null when there is none, or none that our script could have made.</summary>
    public byte[]? UnlockKeyBytes()
    {
        if (UnlockKey is null || UnlockKey.Length > 64) return null;

        var bytes = new byte[KeyChain.KeySize];
        return Base64Url.IsValid(UnlockKey, out var length) && length == KeyChain.KeySize
            && Base64Url.TryDecodeFromChars(UnlockKey, bytes, out _) ? bytes : null;
    }
}
