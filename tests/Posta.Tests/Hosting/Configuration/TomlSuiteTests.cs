using System.Text.Json.Nodes;
using Posta.Hosting.Configuration;

namespace Posta.Tests.Hosting.Configuration;

public sealed class TomlSuiteTests
{
    public static TheoryData<string> Valid => TomlSuite.Files("valid");

    public static TheoryData<string> Invalid => TomlSuite.Files("invalid");

    [Theory, MemberData(nameof(Valid))]
    public void A_valid_file_gives_its_values_unless_it_holds_a_date(string file)
    {
        var expected = JsonNode.Parse(File.ReadAllText(PathOf(Path.ChangeExtension(file, ".json"))));
        if (TaggedJson.HoldsDate(expected))
        {
            Assert.Equal("dates and times are not used in our files", Refusal(file).Problem);
            return;
        }

        Assert.True(TaggedJson.Matches(expected, Parse(file)));
    }

    [Theory, MemberData(nameof(Invalid))]
    public void An_invalid_file_is_refused_with_a_line_that_it_has(string file)
    {
        var lines = File.ReadAllBytes(PathOf(file)).Count(b => b == '\n') + 1;

        var refusal = Refusal(file);

        Assert.InRange(refusal.Line, 1, lines);
        Assert.StartsWith($"{file}:{refusal.Line}: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_suite_is_complete()
    {
        Assert.Equal((210, 499), (Valid.Count, Invalid.Count));
    }

    private static TomlException Refusal(string file) => Assert.Throws<TomlException>(() => Parse(file));

    private static TomlTable Parse(string file) => Toml.Parse(File.ReadAllBytes(PathOf(file)), file);

    private static string PathOf(string file) => Path.Combine(TomlSuite.Folder, file);
}
