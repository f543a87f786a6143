using Posta.Hosting.Configuration;
using Posta.Hosting.Data;

namespace Posta.Server.Identities;

/// <summary>What came of opening an identity.</summary>
internal abstract record Opening
{
    public sealed record Opened(Identity Identity) : Opening;

    /// <summary>It cannot be served: the reason, with its path and the way out.</summary>
    public sealed record Refused(string Reason) : Opening
    {
        public static Refused For(Exception failure, IdentityFolder folder) => new(failure switch
        {
            // Its message names the file and the cure.
            DatabaseException or ConfigurationException => failure.Message,
            FormatException => $"{failure.Message} Mend the file, or restore it from a backup.",
            _ => $"{folder.Path} cannot be used: {failure.Message.TrimEnd('.')}. Mend it, or restore it from a backup.",
        });
    }

    /// <summary>Another process holds its folder.</summary>
    public sealed record InUse(string Folder) : Opening
    {
        public ConfigurationException Refusal => new(
            Folder, "another posta-server is using this folder", "Stop that one, or give this one other --data and another --manifest.");
    }
}
