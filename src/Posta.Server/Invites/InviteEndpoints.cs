using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Http;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Invites;

/// <summary>What somebody without a token can do with an invite: see what it is for, and exchange it for a token.</summary>
internal static class InviteEndpoints
{
    public const string Group = "/invite";

    public static void MapInvites(this IEndpointRouteBuilder api, InviteLimit limit)
    {
        // the two count together.
        var invite = api.MapGroup(Group).AddEndpointFilter(limit);
        invite.MapPost("/info", Info);
        invite.MapPost("/redeem", Redeem);
    }

    private static async Task<IResult> Info(Identity identity, HttpRequest request, CancellationToken ct)
    {
        var (json, problem) = await request.ReadJson(ClientApiJson.Default.InviteRequest);
        if (json is null)
            return problem!;

        return await identity.Invites.Find(json.Value.Invite, ct) is { } invite
            ? TypedResults.Json(
                new InviteInfo(identity.Url.Display, invite.Device, invite.ExpiresAt), ClientApiJson.Default.InviteInfo)
            : Gone();
    }

    private static async Task<IResult> Redeem(Identity identity, HttpRequest request, CancellationToken ct)
    {
        var (json, problem) = await request.ReadJson(ClientApiJson.Default.InviteRequest);
        if (json is null)
            return problem!;

        var name = json.Value.DeviceName.Trim();
        if (DeviceName.Refuse(name) is { } refusal)
            return Answers.Refuse(refusal);

        return await identity.Invites.Redeem(json.Value.Invite, name, ct) is { } token
            ? TypedResults.Json(
                new RedeemedInvite(token.Token, identity.Url.Display, token.Name), ClientApiJson.Default.RedeemedInvite)
            : Gone();
    }

    // The same for all of them: whoever tries codes learns nothing from the answer.
    private static IResult Gone() => Answers.Refuse(
        410, ErrorCode.InviteGone, "This invite opens nothing: it was used, taken back, has expired, or never was.");
}
