using Posta.Protocol;

namespace ChatPosta.Accounts;

/// <summary>How an admin names a user: the id or a beginning of it, the identity's address, or the name.</summary>
internal static class UserReference
{
    /// <summary>The one who is meant, or the reason why nobody is, with the way out.</summary>
    public static (User? User, string Problem) Find(IReadOnlyList<User> users, string reference)
    {
        var identity = PostaUrl.TryParseInput(reference, out var parsed, out _) ? parsed : null;
        Func<User, bool>[] ways =
        [
            user => user.Id == reference,
            user => user.Identity == identity,
            user => string.Equals(user.Name, reference, StringComparison.OrdinalIgnoreCase),
            user => reference.Length > 0 && user.Id.StartsWith(reference, StringComparison.OrdinalIgnoreCase),
        ];
        var meant = ways.Select(way => users.Where(way).ToArray()).FirstOrDefault(found => found.Length > 0) ?? [];
        return meant switch
        {
            [var one] => (one, ""),
            [] => (null, "There is no such user. `chat-posta user list` shows who there is."),
            _ => (null, $"That is true of {meant.Length} users. Say which by its id:{string.Concat(meant.Select(Line))}"),
        };
    }

    // Without the name: it is what they share, and what a terminal might take for a command.
    private static string Line(User user) => $"{Environment.NewLine}  {user.Id}  {user.Identity.Canonical}";
}
