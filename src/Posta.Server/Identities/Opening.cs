using Posta.Hosting.Configuration;

namespace Posta.Server.Identities;

/// <summary>What came of opening an identity.</summary>
internal abstract record Opening
{
    public sealed record Opened(Identity Identity) : Opening;

    /// <summary>It cannot be served: the reason, with its path and the way out.</summary>
    public sealed record Refused(string Reason) : Opening;

    /// <summary>Another process holds its folder.</summary>
    public sealed record InUse(string Folder) : Opening
    {
        public ConfigurationException Refusal => new(
            Folder, "another posta-server is using this folder", "Stop that one, or give this one other --data and another --manifest.");
    }
}
