namespace ChatPosta.Settings;

/// <param name="Older">The entry below which the next page begins; null on the last page.</param>
public sealed record ActivityModel(IReadOnlyList<ActivityEntry> Entries, long? Older) : SettingsModel;

/// <param name="Words">What happened, as a sentence to the user.</param>
public sealed record ActivityEntry(DateTimeOffset At, string Words, string Network);
