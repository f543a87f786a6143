namespace ChatPosta.Settings;

/// <summary>What every page of settings says, whatever else it is about.</summary>
public abstract record SettingsModel
{
    /// <summary>False while the posta-server refuses the token.</summary>
    public bool IsLinked { get; init; } = true;
}
