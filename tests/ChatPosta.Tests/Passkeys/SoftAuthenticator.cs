using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatPosta.Tests.Passkeys;

/// <summary>
/// An authenticator and the browser in front of it, in software: one ES256 passkey, attestation "none", PRF as an HMAC.
/// By default it does what an honest one does; each property makes it do one thing wrong.
/// </summary>
internal sealed class SoftAuthenticator(string origin) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte HasUserVerified = 0x04;
    private const byte HasCredentialData = 0x40;
    private const string UnlockLabel = "chat-posta unlock v1 ";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _prfSecret = RandomNumberGenerator.GetBytes(32);
    private byte[] _userHandle = [];

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>What the browser says about the page.</summary>
    public string Origin { get; set; } = origin;

    public bool IsCrossOrigin { get; set; }

    public bool VerifiesUser { get; set; } = true;

    public bool HasPrf { get; init; } = true;

    /// <summary>Mixed into every PRF answer: another value, another key.</summary>
    public string PrfDrift { get; set; } = "";

    /// <summary>Goes up by one with every ceremony; 0 stays 0, as with synced passkeys.</summary>
    public uint SignCount { get; set; } = 1;

    public string UserId => Encoding.UTF8.GetString(_userHandle);

    /// <summary>What our script posts after <c>navigator.credentials.create</c>.</summary>
    public JsonObject Create(JsonObject options)
    {
        _userHandle = Bytes(options["user"]!["id"]);
        var rpId = (string)options["rp"]!["id"]!;
        byte[] data = [.. Header(rpId, HasCredentialData), .. AttestedCredential()];
        byte[] attestation = [0xa3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xa0, .. Text("authData"), 0x59, .. Short(data.Length), .. data];
        var response = new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(ClientData("webauthn.create", options)),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        };
        var answer = Answer(response, options, rpId);
        answer["prfEnabled"] = HasPrf;
        return answer;
    }

    /// <summary>What our script posts after <c>navigator.credentials.get</c>.</summary>
    public JsonObject Get(JsonObject options)
    {
        var rpId = (string)options["rpId"]!;
        var data = Header(rpId);
        var client = ClientData("webauthn.get", options);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        var response = new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Base64Url.EncodeToString(_userHandle),
        };
        return Answer(response, options, rpId);
    }

    public void Dispose() => _key.Dispose();

    private JsonObject Answer(JsonObject response, JsonObject options, string rpId)
    {
        if (SignCount > 0) SignCount++;
        var id = Base64Url.EncodeToString(CredentialId);
        return new()
        {
            ["credential"] = new JsonObject
            {
                ["id"] = id,
                ["rawId"] = id,
                ["type"] = "public-key",
                ["response"] = response,
                ["clientExtensionResults"] = new JsonObject(),
            },
            ["unlockKey"] = HasPrf && options["extensions"]?["prf"]?["eval"]?["first"] is { } salt ? UnlockKey(Bytes(salt), rpId) : null,
        };
    }

    private string UnlockKey(byte[] salt, string rpId)
    {
        byte[] input = [.. salt, .. Encoding.UTF8.GetBytes(PrfDrift)];
        var prf = HMACSHA256.HashData(_prfSecret, input);
        return Base64Url.EncodeToString(HKDF.DeriveKey(HashAlgorithmName.SHA256, prf, 32, [], Encoding.UTF8.GetBytes(UnlockLabel + rpId)));
    }

    private byte[] ClientData(string type, JsonObject options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = (string)options["challenge"]!,
        ["origin"] = Origin,
        ["crossOrigin"] = IsCrossOrigin,
    }.ToJsonString());

    /// <summary>WebAuthn §6.1: hash of the RP ID, flags, counter.</summary>
    private byte[] Header(string rpId, byte more = 0)
    {
        var flags = (byte)(UserPresent | (VerifiesUser ? HasUserVerified : 0) | more);
        Span<byte> count = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, SignCount);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(rpId)), flags, .. count];
    }

    /// <summary>No model id, the credential id, and the public key in COSE: EC2, ES256, P-256, x, y.</summary>
    private byte[] AttestedCredential()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        return [.. new byte[16], .. Short(CredentialId.Length), .. CredentialId, .. cose];
    }

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Short(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Bytes(JsonNode? base64Url) => Base64Url.DecodeFromChars((string)base64Url!);
}
