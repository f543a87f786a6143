using System.Text;
using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Http;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Profile;

internal static class ProfileEndpoints
{
    private static readonly string[] PatchMembers = ["name", "about"];

    public static void MapProfile(this IEndpointRouteBuilder api)
    {
        api.MapGet("/identity", Show);
        api.MapPatch("/identity", Change);
    }

    private static async Task<IResult> Show(Identity identity, CancellationToken ct) =>
        TypedResults.Json((await identity.Profile.Read(ct)).Of(identity.Url), ClientApiJson.Default.Identity);

    private static async Task<IResult> Change(Identity identity, HttpRequest request, CancellationToken ct)
    {
        var (json, problem) = await request.ReadJson(ClientApiJson.Default.IdentityPatch);
        if (json is null)
            return problem!;
        if (json.Members.Keys.Except(PatchMembers).Any())
            return Answers.Refuse(400, ErrorCode.UnknownField, "Only name and about can be changed here.");
        if (json.Members.Values.Contains(JsonTokenType.Null))
            return JsonRequest.Malformed("null is no value here; leave out what shall stay, and write \"\" for none.");
        if (IsLonger(json.Value.Name, ActorDocument.MaxNameBytes))
            return TooLong("name", ActorDocument.MaxNameBytes);
        if (IsLonger(json.Value.About, ActorDocument.MaxAboutBytes))
            return TooLong("about", ActorDocument.MaxAboutBytes);

        if (await identity.Profile.Change(json.Value, ct))
            await identity.Events.IdentityChanged(identity.Url);
        return await Show(identity, ct);
    }

    private static bool IsLonger(string? text, int bytes) => text is not null && Encoding.UTF8.GetByteCount(text) > bytes;

    // Peers refuse an actor document with a longer one (wire.md §3).
    private static IResult TooLong(string member, int bytes) =>
        Answers.Refuse(400, ErrorCode.TooLong, $"{member} may have {bytes} bytes.");
}
