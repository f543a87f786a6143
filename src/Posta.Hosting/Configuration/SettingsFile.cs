using System.Globalization;

namespace Posta.Hosting.Configuration;

/// <summary>The settings that a TOML file gives.</summary>
internal sealed class SettingsFile
{
    public static readonly SettingsFile Empty = new("", []);

    private readonly string _path;
    private readonly Dictionary<string, Setting> _settings;
    private readonly Dictionary<string, GivenText> _found = [];

    private SettingsFile(string path, IReadOnlyList<Setting> settings)
    {
        _path = path;
        _settings = settings.ToDictionary(setting => setting.Key);
    }

    /// <summary>Reads the file; a missing one is empty unless someone named it.</summary>
    public static SettingsFile Read(GivenText path, bool mustExist, IReadOnlyList<Setting> settings)
    {
        if (!mustExist && !File.Exists(path.Text)) return Empty;
        var file = new SettingsFile(path.Text, settings);
        file.Take(Toml.Read(path.Text, path.Origin), "");
        return file;
    }

    /// <summary>What the file gives for a setting.</summary>
    public GivenText? Find(Setting setting) => _found.GetValueOrDefault(setting.Key);

    private void Take(TomlTable table, string prefix)
    {
        foreach (var (name, value) in table)
        {
            var key = prefix + name;
            if (_settings.TryGetValue(key, out var setting)) _found[key] = Given(setting, value);
            else if (value is TomlTable inner && IsTable(key)) Take(inner, key + ".");
            else throw Unknown(key, value.Line);
        }
    }

    private bool IsTable(string key) =>
        _settings.Keys.Any(known => known.StartsWith(key + ".", StringComparison.Ordinal));

    private GivenText Given(Setting setting, TomlValue value) =>
        new(Text(setting.Type, value) ?? throw WrongType(setting, value), Origin(value.Line));

    private static string? Text(TomlType type, TomlValue value) => (type, value) switch
    {
        (TomlType.Text or TomlType.List, TomlString text) => text.Value,
        (TomlType.WholeNumber, TomlInteger number) => number.Value.ToString(CultureInfo.InvariantCulture),
        (TomlType.Boolean, TomlBoolean boolean) => boolean.Value ? "true" : "false",
        (TomlType.List, TomlArray list) when list.Items.All(item => item is TomlString) =>
            string.Join(',', list.Items.Cast<TomlString>().Select(item => item.Value)),
        _ => null,
    };

    private string Origin(int line) => $"{_path}:{line}";

    private ConfigurationException WrongType(Setting setting, TomlValue value) =>
        new(Origin(value.Line), $"{setting.Key} cannot be {Kind(setting, value)}", $"Write {setting.Expects}.");

    private static string Kind(Setting setting, TomlValue value) =>
        setting.Type == TomlType.List && value is TomlArray ? "a list with anything but strings" : value.Kind;

    private ConfigurationException Unknown(string key, int line) =>
        new(Origin(line), $"there is no setting \"{key}\"", Nearest.Suggest(key, _settings.Keys));
}
