using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Posta.Protocol.Keys;

/// <summary>The handful of OpenSSL calls that Ed25519 takes (EVP_PKEY-ED25519(7)), each with its result checked.</summary>
internal static partial class LibCrypto
{
    private const string Name = "libcrypto";
    private const int EvpPkeyEd25519 = 1087;

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    public static KeyHandle PrivateKey(ReadOnlySpan<byte> seed) =>
        Checked(EVP_PKEY_new_raw_private_key(EvpPkeyEd25519, 0, seed, (nuint)seed.Length));

    public static KeyHandle PublicKey(ReadOnlySpan<byte> publicKey) =>
        Checked(EVP_PKEY_new_raw_public_key(EvpPkeyEd25519, 0, publicKey, (nuint)publicKey.Length));

    public static byte[] PublicKeyOf(KeyHandle key)
    {
        var bytes = new byte[Ed25519.PublicKeySize];
        var length = (nuint)bytes.Length;
        Check(EVP_PKEY_get_raw_public_key(key, bytes, ref length));
        return bytes;
    }

    public static byte[] Sign(KeyHandle key, ReadOnlySpan<byte> message)
    {
        using var context = NewContext();
        Check(EVP_DigestSignInit(context, 0, 0, 0, key));
        var signature = new byte[Ed25519.SignatureSize];
        var length = (nuint)signature.Length;
        Check(EVP_DigestSign(context, signature, ref length, NotNull(message), (nuint)message.Length));
        return signature;
    }

    public static bool Verify(KeyHandle key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var context = NewContext();
        Check(EVP_DigestVerifyInit(context, 0, 0, 0, key));
        if (EVP_DigestVerify(context, signature, (nuint)signature.Length, NotNull(message), (nuint)message.Length) == 1)
            return true;
        // A bad signature leaves its reason in this thread's queue, where the framework's own calls would find it.
        ERR_clear_error();
        return false;
    }

    // An empty span is a null pointer, which some versions take for "only tell me the length".
    private static ReadOnlySpan<byte> NotNull(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? [0] : bytes;

    private static ContextHandle NewContext()
    {
        var context = EVP_MD_CTX_new();
        Check(context.IsInvalid ? 0 : 1);
        return context;
    }

    private static KeyHandle Checked(KeyHandle key)
    {
        Check(key.IsInvalid ? 0 : 1);
        return key;
    }

    private static void Check(int result)
    {
        if (result == 1)
            return;
        ERR_clear_error();
        throw new CryptographicException("libcrypto refused an Ed25519 operation.");
    }

    private static nint Resolve(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
            return 0;
        foreach (var candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var library))
                return library;
        }
        throw new DllNotFoundException($"OpenSSL's libcrypto was not found (tried {string.Join(", ", Candidates)}). Install OpenSSL 3.");
    }

    private static readonly string[] Candidates =
    [
        "libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
        "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto",
    ];

    [LibraryImport(Name)]
    private static partial KeyHandle EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    private static partial KeyHandle EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    private static partial int EVP_PKEY_get_raw_public_key(KeyHandle key, Span<byte> bytes, ref nuint length);

    [LibraryImport(Name)]
    private static partial ContextHandle EVP_MD_CTX_new();

    [LibraryImport(Name)]
    private static partial int EVP_DigestSignInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Name)]
    private static partial int EVP_DigestSign(ContextHandle context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(Name)]
    private static partial int EVP_DigestVerifyInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);

    [LibraryImport(Name)]
    private static partial int EVP_DigestVerify(ContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(Name)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Name)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Name)]
    private static partial void ERR_clear_error();

    internal sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    internal sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }
}
