using static ChatPosta.Languages.Texts;

namespace ChatPosta.Search;

/// <summary>The search field; what was typed stays in it, over what was found or beside the reason why it cannot be looked for.</summary>
public sealed record SearchModel(string Typed = "", string Problem = "")
{
    /// <summary>Newest first; null where nothing was looked for.</summary>
    public IReadOnlyList<HitModel>? Hits { get; init; }

    /// <summary>There are more before this row.</summary>
    public long? OlderThan { get; init; }

    /// <summary>Not the newest page.</summary>
    public bool IsPast { get; init; }

    public string Path => $"/search?q={Uri.EscapeDataString(Typed)}";

    public string Found => (Hits?.Count ?? 0, IsPast, OlderThan) switch
    {
        (0, true, _) => T("No older messages"),
        (0, _, _) => T("Nothing found"),
        (var count, true, _) => T("{0} from further back", Counted(count)),
        (var count, _, not null) => T("The newest {0} messages", count),
        (var count, _, _) => Counted(count),
    };

    private static string Counted(int count) => T(count, "1 message", "{0} messages");
}
