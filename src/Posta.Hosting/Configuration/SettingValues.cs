namespace Posta.Hosting.Configuration;

/// <summary>All settings as they are in force.</summary>
public sealed class SettingValues
{
    private readonly Dictionary<string, SettingValue> _byName;

    internal SettingValues(IReadOnlyList<SettingValue> all)
    {
        All = all;
        _byName = all.ToDictionary(value => value.Setting.Name);
    }

    /// <summary>Every value with its origin, in the order of declaration; for <c>config show</c>.</summary>
    public IReadOnlyList<SettingValue> All { get; }

    /// <summary>The value of a declared setting.</summary>
    public T Get<T>(Setting<T> setting) => ((SettingValue<T>)Of(setting)).Value;

    /// <summary>Where the value came from: "flag --listen", "/etc/x.toml:3", "default".</summary>
    public string Origin(Setting setting) => Of(setting).Origin;

    /// <summary>A complaint about a value that is wrong only in the light of another one.</summary>
    public ConfigurationException Refuse(Setting setting, string problem, string fix) => new(Origin(setting), problem, fix);

    private SettingValue Of(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return _byName[setting.Name];
    }
}
