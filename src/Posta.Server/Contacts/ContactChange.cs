namespace Posta.Server.Contacts;

/// <summary>What PATCH /contacts sets; null leaves a member as it is.</summary>
internal sealed record ContactChange(bool? Pinned, bool? Muted, string? Status);
