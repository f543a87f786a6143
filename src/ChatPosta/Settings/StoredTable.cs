using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>The rows of one table that are the user's, newest first.</summary>
/// <param name="Rows">Values in the order of the columns, as they may be shown.</param>
/// <param name="Count">How many there are; more than are shown where they are very many.</param>
public sealed record StoredTable(string Name, string File, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<StoredValue>> Rows, long Count)
{
    public string Title => Name switch
    {
        "users" => T("Your account"),
        "server_links" => T("The link to your posta-server"),
        "passkeys" => T("Your passkeys"),
        "unlock_codes" => T("Your unlock code"),
        "drafts" => T("What you have begun to write"),
        "sends" => T("What you have sent lately, and what waits for your server"),
        "invites" => T("Your invites"),
        "audit" => T("What was done, and when"),
        "sessions" => T("Where you are signed in"),
        "cookies" => T("What recognises your browsers"),
        _ => Name,
    };
}

/// <param name="IsShown">False for a secret: the text says its form and length instead.</param>
public sealed record StoredValue(string Text, bool IsShown);
