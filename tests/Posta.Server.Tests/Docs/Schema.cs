using System.Text.Json;
using System.Text.RegularExpressions;
using Posta.Protocol;

namespace Posta.Server.Tests.Docs;

/// <summary>
/// Holds a value against a schema of the document: as much of JSON Schema as the document uses. Members that are not
/// documented are wrong here, although a schema by itself allows them.
/// </summary>
internal sealed class Schema(Description description)
{
    private static readonly string[] Understood =
        ["$ref", "type", "required", "properties", "items", "enum", "const", "pattern", "minimum", "maximum", "description", "additionalProperties", "contentEncoding"];

    public void Check(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = description.Follow(schema);
        Assert.Empty(schema.EnumerateObject().Select(member => member.Name).Except(Understood));
        if (schema.TryGetProperty("type", out var type))
            Assert.True(IsOf(value, type.GetString()!), $"{at} is {value.ValueKind}, not {type}");
        if (schema.TryGetProperty("enum", out var choices))
            Assert.True(choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)), $"{at} is {value}");
        if (schema.TryGetProperty("pattern", out var pattern))
            Assert.True(Regex.IsMatch(value.GetString()!, pattern.GetString()!), $"{at} is {value}");
        if (schema.TryGetProperty("contentEncoding", out var encoding))
            Assert.True(encoding.ValueEquals("base64") && StrictBase64.TryDecode(value.GetString()!, out _), $"{at} is {value}");
        if (schema.TryGetProperty("minimum", out var minimum))
            Assert.True(value.GetInt64() >= minimum.GetInt64(), $"{at} is {value}");
        if (schema.TryGetProperty("maximum", out var maximum))
            Assert.True(value.GetInt64() <= maximum.GetInt64(), $"{at} is {value}");
        if (schema.TryGetProperty("items", out var items))
            foreach (var (i, item) in value.EnumerateArray().Index())
                Check(item, items, $"{at}[{i}]");
        if (schema.TryGetProperty("properties", out var properties))
            CheckMembers(value, schema, properties, at);
    }

    private void CheckMembers(JsonElement value, JsonElement schema, JsonElement properties, string at)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray())
                Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{at} lacks {name}");
        foreach (var member in value.EnumerateObject())
        {
            Assert.True(properties.TryGetProperty(member.Name, out var documented), $"{at}.{member.Name} is not documented");
            Check(member.Value, documented, $"{at}.{member.Name}");
        }
    }

    private static bool IsOf(JsonElement value, string type) => (type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) => true,
        ("array", JsonValueKind.Array) => true,
        ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        _ => false,
    };
}
