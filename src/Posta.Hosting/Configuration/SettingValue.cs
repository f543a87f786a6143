namespace Posta.Hosting.Configuration;

/// <summary>What a source gives for a setting, not yet parsed.</summary>
internal sealed record GivenText(string Text, string Origin);

/// <summary>A setting as it is in force: its text and where that came from.</summary>
public abstract record SettingValue(Setting Setting, string Text, string Origin);

/// <summary>A setting's parsed value.</summary>
internal sealed record SettingValue<T>(Setting Setting, string Text, string Origin, T Value)
    : SettingValue(Setting, Text, Origin);
