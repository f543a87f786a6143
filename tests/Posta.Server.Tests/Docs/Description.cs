using System.Text.Json;
using Posta.Server.Http;

namespace Posta.Server.Tests.Docs;

/// <summary>The document at /openapi.json, taken apart.</summary>
internal sealed class Description
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    public JsonElement Root { get; } = JsonDocument.Parse(ApiDescription.Document).RootElement;

    public IEnumerable<Operation> Operations =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        where Methods.Contains(method.Name)
        select new Operation(method.Name.ToUpperInvariant(), path.Name, method.Value);

    /// <summary>Every object in the document.</summary>
    public IEnumerable<JsonElement> Objects => Below(Root);

    public Operation Find(string method, string path) => Operations.Single(each => each.Method == method && each.Path == path);

    /// <summary>What a reference leads to; the element itself when it is none.</summary>
    public JsonElement Follow(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty("$ref", out var reference) ? Find(reference.GetString()!) : element;

    public JsonElement Find(string reference)
    {
        Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        return reference[2..].Split('/').Aggregate(Root, (element, name) => element.GetProperty(name));
    }

    private static IEnumerable<JsonElement> Below(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Below(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Below),
        _ => [],
    };
}

/// <summary>One method of one path.</summary>
internal sealed record Operation(string Method, string Path, JsonElement Element)
{
    /// <summary>The body of the documented example; null without one.</summary>
    public string? Example =>
        Element.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json)
            ? json.GetProperty("example").GetRawText()
            : null;

    public override string ToString() => $"{Method} {Path}";
}
