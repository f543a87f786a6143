using System.Net;

namespace Posta.Hosting.Configuration;

/// <summary>
/// One setting, declared once. Its name (<c>session.idle</c>, <c>base-url</c>) gives the TOML key,
/// the environment variable and, for settings that have one, the flag.
/// </summary>
/// <param name="Name">Lower-case words with hyphens; dots stand for TOML tables.</param>
/// <param name="Default">The default, written as a flag would write it.</param>
/// <param name="Summary">One sentence for <c>--help</c>.</param>
public abstract record Setting(string Name, string Default, string Summary)
{
    /// <summary>The flag, or null when the setting has none.</summary>
    public string? Flag { get; init; }

    /// <summary>The key in the file: <c>session.idle</c>, <c>base_url</c> (C-20).</summary>
    public string Key => Name.Replace('-', '_');

    internal abstract string Expects { get; }

    internal abstract TomlType Type { get; }

    /// <summary>The environment variable: <c>CHAT_POSTA_SESSION_IDLE</c> (C-20).</summary>
    public string Variable(string prefix) => $"{prefix}_{Key.Replace('.', '_').ToUpperInvariant()}";

    internal abstract SettingValue Read(GivenText given);

    /// <summary>A text, a path or a name.</summary>
    public static Setting<string> Text(string name, string @default, string summary) =>
        new(name, ValueFormats.Text, @default, summary);

    /// <summary>A whole number within limits.</summary>
    public static Setting<int> WholeNumber(string name, string @default, string summary, int min = 0, int max = int.MaxValue) =>
        new(name, ValueFormats.WholeNumber(min, max), @default, summary);

    /// <summary>On or off; its flag needs no value.</summary>
    public static Setting<bool> Boolean(string name, string @default, string summary) =>
        new(name, ValueFormats.Boolean, @default, summary);

    /// <summary>A length of time such as <c>30m</c>.</summary>
    public static Setting<TimeSpan> Duration(string name, string @default, string summary) =>
        new(name, ValueFormats.Duration, @default, summary);

    /// <summary>An absolute http or https URL.</summary>
    public static Setting<Uri> Url(string name, string @default, string summary) =>
        new(name, ValueFormats.Url, @default, summary);

    /// <summary>One or more of <c>address:port</c>.</summary>
    public static Setting<IReadOnlyList<ListenAddress>> ListenAddresses(string name, string @default, string summary) =>
        new(name, ValueFormats.ListenAddresses, @default, summary);

    /// <summary>A list of IP addresses and CIDR ranges; its flag may be repeated.</summary>
    public static Setting<IReadOnlyList<IPNetwork>> AddressRanges(string name, string @default, string summary) =>
        new(name, ValueFormats.AddressRanges, @default, summary);

    /// <summary>One of the names of an enum, in lower case.</summary>
    public static Setting<T> Choice<T>(string name, string @default, string summary) where T : struct, Enum =>
        new(name, ValueFormats.Choice<T>(), @default, summary);
}
