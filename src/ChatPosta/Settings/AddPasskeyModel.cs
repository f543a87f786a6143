using ChatPosta.Passkeys;

namespace ChatPosta.Settings;

/// <summary>Where somebody is in adding a passkey.</summary>
/// <param name="Weak">The one just made, when it opens nothing by itself.</param>
public sealed record AddPasskeyModel(WeakPasskeyModel? Weak, bool HasCode) : SettingsModel;
