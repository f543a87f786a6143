using System.Security.Cryptography;
using ChatPosta.Keys;
using Posta.Hosting.Logging;

namespace ChatPosta.Accounts;

/// <summary>The sealed token of a user's posta-server. It opens with the user's data key only.</summary>
internal sealed record ServerLink(string Id, byte[] SealedToken)
{
    public static ServerLink Seal(Secret token, byte[] dataKey, User user)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return new(id, KeyChain.SealToken(token, dataKey, user.Id, user.ServerOrigin, id));
    }

    public Secret Open(byte[] dataKey, User user) =>
        KeyChain.OpenToken(SealedToken, dataKey, user.Id, user.ServerOrigin, Id);
}

/// <summary>A user with the sealed link to the posta-server.</summary>
internal sealed record Account(User User, ServerLink Link);
