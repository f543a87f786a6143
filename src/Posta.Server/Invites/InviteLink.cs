using Posta.Protocol;

namespace Posta.Server.Invites;

/// <summary>Where an invite is redeemed: at the root of the identity's host .</summary>
internal static class InviteLink
{
    /// <summary>The code stands in the fragment, which browsers send to no server.</summary>
    public static string For(PostaUrl identity, string code) => $"https://{identity.Authority}/setup#invite={code}";
}
