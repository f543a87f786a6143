using Posta.Protocol;

namespace ChatPosta.Demo;

/// <summary>One of the demo's people, with what a newcomer needs to become them.</summary>
internal sealed record DemoIdentity(string Slug, PostaUrl Url, string InviteLink, string PairingUri);
