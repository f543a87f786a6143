using System.Text;
using Posta.Protocol;

namespace Posta.Server.Invites;

/// <summary>What a device is called in the list of tokens (C-19).</summary>
internal static class DeviceName
{
    private const int MaxBytes = 64;
    private const string Fallback = "device";

    /// <summary>
    /// Why this cannot be a name; an empty one leaves the choice to us. Tokens are revoked by name, so it must be one that
    /// can be typed.
    /// </summary>
    public static Refusal? Refuse(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) > MaxBytes)
            return new Refusal(400, ErrorCode.TooLong, $"A device's name may have {MaxBytes} bytes.");
        if (name.Any(char.IsControl))
            return new Refusal(400, ErrorCode.BadParameter, "A device's name must be plain text on one line.");
        return null;
    }

    /// <summary>The name that was given, else the hint, else a general one; with a number behind it where that is taken.</summary>
    public static string Choose(string given, string hint, IReadOnlySet<string> taken)
    {
        var wanted = given.Length > 0 ? given : hint.Length > 0 ? hint : Fallback;
        var chosen = wanted;
        for (var number = 2; taken.Contains(chosen); number++)
            chosen = $"{wanted} ({number})";
        return chosen;
    }
}
