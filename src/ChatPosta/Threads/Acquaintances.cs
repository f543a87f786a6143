using ChatPosta.Media;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Threads;

/// <summary>Whom the user has in the list, and with that the two ends of each thread.</summary>
internal sealed class Acquaintances
{
    private readonly PostaUrl _me;
    private readonly Pictures _pictures;
    private readonly Dictionary<PostaUrl, Contact> _contacts = [];

    public Acquaintances(PostaUrl me, IEnumerable<Contact> contacts, Pictures pictures)
    {
        (_me, _pictures) = (me, pictures);
        // Servers name a peer in display or in canonical form.
        foreach (var contact in contacts)
            if (PostaUrl.TryParseInput(contact.Url, out var peer, out _)) _contacts.TryAdd(peer, contact);
    }

    public Contact? Of(PostaUrl peer) => _contacts.GetValueOrDefault(peer);

    public People With(PostaUrl peer)
    {
        var contact = Of(peer);
        var known = Strangers.AreShown(contact);
        var people = People.Of(_me, peer, contact?.Name ?? "", known ? _pictures.Avatar(contact!.Avatar) : "");
        return people with
        {
            Pictures = _pictures,
            IsRequest = !known,
            AreAnswerable = contact?.Status is not (ContactStatus.Request or ContactStatus.Blocked),
        };
    }
}
