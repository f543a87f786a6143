namespace ChatPosta.Settings;

/// <summary>The rows of one table that are the user's, newest first.</summary>
/// <param name="Rows">Values in the order of the columns, as they may be shown.</param>
/// <param name="Count">How many there are; more than are shown where they are very many.</param>
public sealed record StoredTable(string Name, string File, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<StoredValue>> Rows, long Count)
{
    public string Title => Name switch
    {
        "users" => "Your account",
        "server_links" => "The link to your posta-server",
        "passkeys" => "Your passkeys",
        "unlock_codes" => "Your unlock code",
        "drafts" => "What you have begun to write",
        "sends" => "What you have sent lately, and what waits for your server",
        "invites" => "Your invites",
        "audit" => "What was done, and when",
        "sessions" => "Where you are signed in",
        "cookies" => "What recognises your browsers",
        _ => Name,
    };
}

/// <param name="IsShown">False for a secret: the text says its form and length instead.</param>
public sealed record StoredValue(string Text, bool IsShown);
