using static ChatPosta.Languages.Texts;

namespace ChatPosta.Details;

/// <summary>What came of looking at a signature.</summary>
public enum Finding
{
    /// <summary>The author's key of today signed exactly this.</summary>
    Good,

    /// <summary>The author publishes another key by now, so that nobody can look again.</summary>
    KeyGone,

    /// <summary>The signature does not fit, or it is somebody else's.</summary>
    Forged,

    /// <summary>Something was signed, and it is not what the user's server shows.</summary>
    Altered,

    /// <summary>The author's keys could not be had just now.</summary>
    NoKey,

    /// <summary>The user's server has no envelope of this message.</summary>
    NotKept,
}

/// <param name="Doubt">Why the author's keys could not be had; "" else.</param>
public sealed record Verdict(Finding Finding, string Doubt = "")
{
    public bool IsBad => Finding is Finding.Forged or Finding.Altered;

    public string Words => Finding switch
    {
        Finding.Good => T("Good. The key that they publish today signed exactly these words."),
        Finding.KeyGone => T("They publish another key by now, so it cannot be checked again."),
        Finding.Forged => T("Wrong. The signature does not fit this message."),
        Finding.Altered => T("Wrong. Your server shows something else than what was signed."),
        Finding.NoKey => T("Their key could not be fetched. {0}", Doubt),
        _ => T("Your server did not keep what was signed, so it cannot be checked again."),
    };
}
