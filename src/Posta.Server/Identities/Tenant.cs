namespace Posta.Server.Identities;

/// <summary>An identity of the manifest, which runs or is out of service.</summary>
internal sealed record Tenant(ManifestEntry Entry, Identity? Identity = null)
{
    public string Authority => Entry.Url.Authority;

    /// <summary>Whether it already runs as the entry wants. A change of name or kind needs no restart: they only seed the profile .</summary>
    public bool Runs(ManifestEntry entry) => Identity is not null && Entry.Url == entry.Url && Entry.Slug == entry.Slug;
}
