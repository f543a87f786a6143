using System.Buffers.Text;
using System.Text;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;

namespace ChatPosta.Settings;

/// <summary>Gathers what the page of passkeys shows.</summary>
internal sealed class PasskeysReader(PasskeyStore passkeys, UnlockCodeStore codes, Site site, TimeProvider time)
{
    /// <param name="tellsKnown">Whether the browser is told which passkeys are left.</param>
    public async Task<PasskeysModel> Read(Session session, bool tellsKnown = false)
    {
        var all = await passkeys.OfUser(session.User.Id);
        var model = PasskeysModel.From(all, await codes.Find(session.User.Id), session.CredentialId);
        return model with { FreshFor = session.SecondsLeft(time), Known = tellsKnown ? Known(session.User.Id, all) : null };
    }

    private KnownPasskeys Known(string userId, IReadOnlyList<Passkey> all) =>
        new(site.RpId, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(userId)), string.Join(' ', all.Select(passkey => passkey.CredentialId)));
}
