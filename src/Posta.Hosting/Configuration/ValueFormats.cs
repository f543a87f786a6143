using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Posta.Hosting.Configuration;

/// <summary>The formats that our settings use.</summary>
internal static class ValueFormats
{
    public static readonly ValueFormat<string> Text = new("a text", TomlType.Text, TryText);

    public static readonly ValueFormat<bool> Boolean = new("true or false", TomlType.Boolean, bool.TryParse);

    public static readonly ValueFormat<TimeSpan> Duration =
        new(Configuration.Duration.Expects, TomlType.Text, Configuration.Duration.TryParse);

    public static readonly ValueFormat<Uri> Url =
        new("an http or https URL, for example \"https://chat.example.org\"", TomlType.Text, TryUrl);

    public static readonly ValueFormat<IReadOnlyList<ListenAddress>> ListenAddresses = ListOf<ListenAddress>(
        "address:port, for example \"0.0.0.0:80\", \"localhost:8080\" or \"[::1]:0\"", ListenAddress.TryParse);

    public static readonly ValueFormat<IReadOnlyList<IPNetwork>> AddressRanges = ListOf<IPNetwork>(
        "addresses or ranges, for example \"127.0.0.1\" or \"10.0.0.0/8\"", AddressRange.TryParse);

    public static ValueFormat<int> WholeNumber(int min, int max) =>
        new ValueFormat<int>("", TomlType.WholeNumber, TryWholeNumber)
            .Where(number => number >= min && number <= max, $"a whole number from {min} to {max}");

    public static ValueFormat<T> Choice<T>() where T : struct, Enum
    {
        var choices = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}"));
        return new($"one of {string.Join(", ", choices.Keys.Select(name => $"\"{name}\""))}", TomlType.Text, choices.TryGetValue);
    }

    private static ValueFormat<IReadOnlyList<T>> ListOf<T>(string expects, TryParse<T> tryItem) =>
        new(expects, TomlType.List, (string text, [MaybeNullWhen(false)] out IReadOnlyList<T> values) => TryList(text, tryItem, out values));

    private static bool TryList<T>(string text, TryParse<T> tryItem, out IReadOnlyList<T> values)
    {
        var items = new List<T>();
        values = items;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!tryItem(part, out var item)) return false;
            items.Add(item);
        }

        return true;
    }

    private static bool TryText(string text, out string value)
    {
        value = text;
        return true;
    }

    private static bool TryWholeNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryUrl(string text, out Uri value) =>
        Uri.TryCreate(text, UriKind.Absolute, out value!) && value.Scheme is "http" or "https" && value.UserInfo == "";
}
