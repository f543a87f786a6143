namespace Posta.Hosting.Configuration;

/// <summary>A setting whose value is a <typeparamref name="T"/>.</summary>
public sealed record Setting<T>(string Name, ValueFormat<T> Format, string Default, string Summary)
    : Setting(Name, Default, Summary)
{
    internal override string Expects => Format.Expects;

    internal override TomlType Type => Format.Type;

    /// <summary>Gives the setting a flag: its name, or another.</summary>
    public Setting<T> WithFlag(string? flag = null) => this with { Flag = flag ?? $"--{Name.Replace('.', '-')}" };

    /// <summary>Narrows what is accepted: <c>Must(url => url.Scheme == "https", "an https URL")</c>.</summary>
    public Setting<T> Must(Func<T, bool> isAcceptable, string expects) =>
        this with { Format = Format.Where(isAcceptable, expects) };

    internal override SettingValue Read(GivenText given) => Format.TryParse(given.Text, out var value)
        ? new SettingValue<T>(this, given.Text, given.Origin, value)
        : throw new ConfigurationException(given.Origin, $"{Key} cannot be \"{given.Text}\"", $"Write {Expects}.");
}
