using System.Globalization;
using System.Text.Json.Nodes;
using Posta.Hosting.Configuration;

namespace Posta.Tests.Hosting.Configuration;

/// <summary>Compares a TOML value with toml-test's description of it.</summary>
internal static class TaggedJson
{
    public static bool Matches(JsonNode? expected, TomlValue value) => value switch
    {
        TomlTable table => expected is JsonObject members && !IsTagged(members) && SameMembers(members, table),
        TomlArray array => expected is JsonArray items && SameItems(items, array),
        TomlString text => Is(expected, "string", written => written == text.Value),
        TomlInteger number => Is(expected, "integer", written => long.Parse(written, CultureInfo.InvariantCulture) == number.Value),
        TomlFloat number => Is(expected, "float", written => Float(written).Equals(number.Value)),
        TomlBoolean boolean => Is(expected, "bool", written => bool.Parse(written) == boolean.Value),
        _ => false,
    };

    public static bool HoldsDate(JsonNode? node) => node switch
    {
        JsonObject tagged when IsTagged(tagged) => $"{tagged["type"]}" is "datetime" or "datetime-local" or "date-local" or "time-local",
        JsonObject members => members.Any(member => HoldsDate(member.Value)),
        JsonArray items => items.Any(HoldsDate),
        _ => false,
    };

    private static bool SameMembers(JsonObject members, TomlTable table) =>
        members.Count == table.Count() && table.All(entry => Matches(members[entry.Key], entry.Value));

    private static bool SameItems(JsonArray items, TomlArray array) =>
        items.Count == array.Items.Count && items.Zip(array.Items).All(pair => Matches(pair.First, pair.Second));

    private static bool Is(JsonNode? expected, string type, Func<string, bool> isSame) =>
        expected is JsonObject tagged && IsTagged(tagged) && $"{tagged["type"]}" == type && isSame($"{tagged["value"]}");

    private static bool IsTagged(JsonObject node) =>
        node.Count == 2 && node["type"] is JsonValue && node["value"] is JsonValue;

    private static double Float(string written) => written.TrimStart('+') switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "-nan" => double.NaN,
        var digits => double.Parse(digits, CultureInfo.InvariantCulture),
    };
}
