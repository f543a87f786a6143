using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Posta.Protocol;
using Posta.Server.Http;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Docs;

/// <summary>The description is a good one, and describes the routes that there are.</summary>
public sealed partial class DescriptionTests
{
    private readonly Description _description = new();

    [Fact]
    public void It_is_OpenAPI_3_1()
    {
        Assert.Matches(@"\A3\.1\.\d+\z", _description.Root.GetProperty("openapi").GetString());
        Assert.Equal(
            ["openapi", "info", "servers", "security", "tags", "paths", "components"],
            _description.Root.EnumerateObject().Select(member => member.Name));
        Assert.NotEqual("", _description.Root.GetProperty("info").GetProperty("title").GetString());
        Assert.NotEqual("", _description.Root.GetProperty("info").GetProperty("version").GetString());
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_component_is_used()
    {
        var used = _description.Objects
            .Select(each => each.TryGetProperty("$ref", out var reference) ? reference.GetString()! : null).OfType<string>().ToHashSet();
        Assert.All(used, reference => Assert.Equal(JsonValueKind.Object, _description.Find(reference).ValueKind));

        var components = from kind in _description.Root.GetProperty("components").EnumerateObject()
                         where kind.Name != "securitySchemes"
                         from component in kind.Value.EnumerateObject()
                         select $"#/components/{kind.Name}/{component.Name}";
        // Named in words, since a schema of an error cannot say which code comes when.
        Assert.Equal(["#/components/schemas/ErrorOfUrl"], components.Except(used));
    }

    [Fact]
    public void Every_operation_says_what_it_is_and_how_it_can_end()
    {
        Assert.Equal(_description.Operations.Count(), _description.Operations.Select(Id).Distinct().Count());
        var tags = _description.Root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).ToHashSet();
        Assert.All(_description.Operations, operation =>
        {
            Assert.NotEqual("", operation.Element.GetProperty("summary").GetString());
            Assert.Subset(tags, operation.Element.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ToHashSet());
            Assert.Contains(operation.Element.GetProperty("responses").EnumerateObject(), answer => answer.Name.StartsWith('2'));
            Assert.All(operation.Element.GetProperty("responses").EnumerateObject(), answer =>
                Assert.NotEqual("", _description.Follow(answer.Value).GetProperty("description").GetString()));
        });
    }

    [Fact]
    public void Every_variable_of_a_path_is_a_parameter() =>
        Assert.All(_description.Operations, operation => Assert.Equal(
            Variable().Matches(operation.Path).Select(match => match.Groups[1].Value),
            Parameters(operation).Where(each => each.GetProperty("in").GetString() == "path").Select(each => each.GetProperty("name").GetString())));

    [Fact]
    public void Every_code_that_it_names_exists()
    {
        var codes = typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(each => (string)each.GetRawConstantValue()!)
            .Concat(Enum.GetValues<UrlRejection>().Select(each => each.Code())).ToHashSet();
        var named = from operation in _description.Operations
                    from answer in operation.Element.GetProperty("responses").EnumerateObject()
                    where answer.Name.StartsWith('4')
                    from code in Code().Matches(Words(answer.Value))
                    select code.Groups[1].Value;

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(codes).Except(["posta.link/v1"]));
        Assert.Equal(
            Enum.GetValues<UrlRejection>().Select(each => each.Code()),
            _description.Find("#/components/schemas/ErrorOfUrl").GetProperty("enum").EnumerateArray().Select(each => each.GetString()));
    }

    [Fact]
    public async Task It_describes_every_route_and_no_other()
    {
        await using var server = await TestServer.Start();
        var routes = from endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                     where path.StartsWith(ApiAnswers.Prefix, StringComparison.Ordinal)
                     from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                     select $"{method} {path[ApiAnswers.Prefix.Length..]}";

        Assert.Equal(routes.Order(), _description.Operations.Select(each => each.ToString()).Order());
    }

    private static string Id(Operation operation) => operation.Element.GetProperty("operationId").GetString()!;

    private IEnumerable<JsonElement> Parameters(Operation operation) => operation.Element.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Select(_description.Follow)
        : [];

    // OpenAPI 3.1 lets the words beside a reference stand for those behind it.
    private string Words(JsonElement answer) =>
        (answer.TryGetProperty("description", out var own) ? own : _description.Follow(answer).GetProperty("description")).GetString()!;

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
