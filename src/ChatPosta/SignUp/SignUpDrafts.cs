using ChatPosta.Passkeys;
using ChatPosta.Web;

namespace ChatPosta.SignUp;

/// <summary>The draft of the browser at hand.</summary>
internal sealed class SignUpDrafts(CeremonyStore<SignUpDraft> store, Site site)
{
    private readonly CeremonyCookie _cookie = new(site, "chat-sign-up");

    public void Begin(HttpResponse response, SignUpDraft draft, string address) => _cookie.Write(response, store.Add(draft, address), store.Lifetime);

    /// <summary>Null before an invite was shown, and after the time for signing up has passed.</summary>
    public Found? Find(HttpRequest request) =>
        _cookie.Read(request) is { } id && store.Find(id) is { } draft ? new(id, draft) : null;

    /// <summary>False when another request of this browser was quicker: nothing changed.</summary>
    public bool Advance(Found found, SignUpDraft next) => store.Advance(found.Id, found.Value, next);

    public void End(Found found, HttpResponse response)
    {
        store.Take(found.Id);
        _cookie.Clear(response);
    }

    public sealed record Found(string Id, SignUpDraft Value);
}
