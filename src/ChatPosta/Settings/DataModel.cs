using Posta.Protocol;

namespace ChatPosta.Settings;

/// <param name="SecondsLeft">How long what needs a passkey can still be done without asking for it again.</param>
/// <param name="Problem">Why the account was not deleted.</param>
public sealed record DataModel(PostaUrl Address, IReadOnlyList<StoredTable> Tables, int SecondsLeft, string Problem = "") : SettingsModel;
