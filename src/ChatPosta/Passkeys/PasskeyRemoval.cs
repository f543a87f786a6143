using static ChatPosta.Languages.Texts;

namespace ChatPosta.Passkeys;

/// <summary>How a removal ended.</summary>
internal enum PasskeyRemoval
{
    Removed,

    /// <summary>The user has none of that id; any more.</summary>
    Unknown,

    /// <summary>It is the only one.</summary>
    LastOne,

    /// <summary>The others need an unlock code, and there is none.</summary>
    LastKey,
}

internal static class PasskeyRemovals
{
    /// <summary>"" where nothing stands against it.</summary>
    public static string Explain(this PasskeyRemoval removal) => removal switch
    {
        PasskeyRemoval.LastOne => T("This is your only passkey. Add another one before you remove it."),
        PasskeyRemoval.LastKey => T("Your other passkeys need an unlock code, and you have none. Make one before you remove this passkey."),
        _ => "",
    };
}
