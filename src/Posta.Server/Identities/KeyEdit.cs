using System.Globalization;
using Posta.Protocol.Keys;

namespace Posta.Server.Identities;

/// <summary>Changes to keys.json, one process at a time. A running daemon sees them at the next use of a key (W-33).</summary>
internal static class KeyEdit
{
    /// <summary>Adds a key; it signs once it has been published for five minutes.</summary>
    /// <exception cref="FormatException">The file is not valid, or holds as many keys as an actor document takes.</exception>
    public static SigningKey Rotate(IdentityFolder folder, DateTimeOffset now)
    {
        using var edit = EditLock.Take(folder.Path);
        var ring = KeyFile.Read(folder.Keys);
        var key = SigningKey.Generate(NewId(ring, now), now);
        DurableFile.WriteSecret(folder.Keys, ring.With(key).ToJson());
        return key;
    }

    /// <summary>Takes a key out; false when there is none of that id.</summary>
    /// <exception cref="FormatException">The file is not valid, or it is the last key.</exception>
    public static bool Revoke(IdentityFolder folder, string id)
    {
        using var edit = EditLock.Take(folder.Path);
        var ring = KeyFile.Read(folder.Keys);
        if (ring.Keys.All(key => key.Id != id))
            return false;

        DurableFile.WriteSecret(folder.Keys, ring.Without(id).ToJson());
        return true;
    }

    // The moment, and not the next number: an id that was revoked must never come back with another key, because peers and
    // archives remember ids.
    private static string NewId(KeyRing ring, DateTimeOffset now)
    {
        var moment = now.UtcDateTime.ToString("'k'yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        var id = moment;
        for (var number = 2; ring.Keys.Any(key => key.Id == id); number++)
            id = $"{moment}-{number}";
        return id;
    }
}
