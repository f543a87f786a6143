using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Http;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Contacts;

internal static class ContactEndpoints
{
    private static readonly string[] Statuses = [ContactStatus.Contact, ContactStatus.Request, ContactStatus.Blocked];

    private static readonly string[] PatchMembers = ["url", "pinned", "muted", "status"];

    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/contacts", List);
        api.MapPost("/contacts", Add);
        api.MapDelete("/contacts", Remove);
        api.MapPatch("/contacts", Change);
        api.MapPost("/contacts/read", MarkRead);
    }

    private static async Task<IResult> List(Identity identity, HttpRequest request, CancellationToken ct)
    {
        if (request.Query.TryGetValue("status", out var wanted) && !Statuses.Contains(wanted.ToString()))
            return Answers.Refuse(400, ErrorCode.BadParameter, "status must be contact, request or blocked.");

        var contacts = await identity.ContactList.Get(wanted is [{ } status] ? status : null, ct);
        return new JsonPieces(contacts);
    }

    private static async Task<IResult> Add(Identity identity, HttpRequest request, CancellationToken ct)
    {
        var (json, problem) = await request.ReadJson(ClientApiJson.Default.ContactUrl);
        if (json is null || !PeerParameter.TryRead("url", json.Value.Url, out var url, out problem))
            return problem!;

        if (await identity.Contacts.Add(url, ct))
        {
            await identity.Events.ContactChanged(url);
            identity.Introductions.Ask(url);
        }

        return await Show(identity, url, ct);
    }

    private static async Task<IResult> Remove(Identity identity, HttpRequest request, CancellationToken ct)
    {
        if (!PeerParameter.TryRead("url", request.Query["url"], out var url, out var problem))
            return problem;

        if (await identity.Contacts.Remove(url, ct))
            await identity.Events.ContactRemoved(url);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Change(Identity identity, HttpRequest request, CancellationToken ct)
    {
        var (json, problem) = await request.ReadJson(ClientApiJson.Default.ContactPatch);
        if (json is null || !PeerParameter.TryRead("url", json.Value.Url, out var url, out problem))
            return problem!;
        if (json.Members.Keys.Except(PatchMembers).Any())
            return Answers.Refuse(400, ErrorCode.UnknownField, "Only pinned, muted and status can be changed.");
        if (json.Members.Values.Contains(JsonTokenType.Null))
            return JsonRequest.Malformed("null is no value here; leave out what shall stay.");
        if (json.Value.Status is { } status && !Statuses.Contains(status))
            return JsonRequest.Malformed("status must be contact, request or blocked.");

        var change = new ContactChange(json.Value.Pinned, json.Value.Muted, json.Value.Status);
        if (await identity.Contacts.Change(url, change, ct))
            await identity.Events.ContactChanged(url);
        return await Show(identity, url, ct);
    }

    private static async Task<IResult> MarkRead(Identity identity, HttpRequest request, CancellationToken ct)
    {
        var (json, problem) = await request.ReadJson(ClientApiJson.Default.ReadMark);
        if (json is null || !PeerParameter.TryRead("peer", json.Value.Peer, out var peer, out problem))
            return problem!;
        if (!json.Members.ContainsKey("rowId"))
            return JsonRequest.Malformed("A read mark needs a rowId.");
        if (await identity.Contacts.Find(peer, ct) is null)
            return PeerNotFound();
        if (await identity.Contacts.MarkRead(peer, json.Value.RowId, ct) is not { } mark)
            return TypedResults.NoContent();

        await identity.Events.ReadMarkAdvanced(peer);
        return TypedResults.Json(new ReadMark(peer.Display, mark), ClientApiJson.Default.ReadMark);
    }

    private static async Task<IResult> Show(Identity identity, PostaUrl url, CancellationToken ct) =>
        await identity.Contacts.Find(url, ct) is { } contact
            ? TypedResults.Json(contact, ClientApiJson.Default.Contact)
            : PeerNotFound();

    private static IResult PeerNotFound() => Answers.Refuse(404, ErrorCode.PeerNotFound, "There is no such contact.");
}
