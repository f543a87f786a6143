using System.Buffers.Text;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using Posta.Hosting.Data;

namespace ChatPosta.Doctor;

/// <summary>
/// A cookie or an invite code looks like any other run of letters, but the databases hold what it turns into: so a run of
/// letters can be put to the test, and what passes is a secret in the clear.
/// </summary>
internal sealed record KnownSecrets(IReadOnlySet<string> CookieIds, IReadOnlySet<string> InviteHashes, IReadOnlySet<string> UserIds, byte[] Pepper)
{
    public const int CookieLength = 43;
    public const int InviteCodeLength = 32;

    public static KnownSecrets Of(ChatConfig config)
    {
        var (invites, users) = !File.Exists(config.Db) ? ([], [])
            : DatabaseInspection.Read(config.Db, db => (AtRestStore.InviteHashes(db), AtRestStore.UserIds(db)));
        var cookies = File.Exists(config.SessionDb) ? DatabaseInspection.Read(config.SessionDb, AtRestStore.CookieIds) : [];
        return new(cookies, invites, users, File.Exists(config.PepperFile) ? File.ReadAllBytes(config.PepperFile) : []);
    }

    public bool IsCookie(ReadOnlySpan<char> text) =>
        CookieIds.Count > 0 && Base64Url.IsValid(text, out var length) && length == KeyChain.KeySize
        && CookieIds.Contains(KeyChain.CookieId(Base64Url.DecodeFromChars(text)));

    public bool IsInviteCode(ReadOnlySpan<char> text) =>
        InviteHashes.Count > 0 && InviteHashes.Contains(Convert.ToHexStringLower(InviteCode.Hash(text.ToString())));
}
