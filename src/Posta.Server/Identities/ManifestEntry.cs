using Posta.Protocol;

namespace Posta.Server.Identities;

/// <summary>One [[identity]] of the manifest. Name and kind only seed a new identity's profile.</summary>
public sealed record ManifestEntry(string Slug, PostaUrl Url, string Name, string Kind = "person");
