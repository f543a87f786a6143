using FsCheck;
using FsCheck.Fluent;
using Posta.Hosting.Configuration;

namespace Posta.Tests.Hosting.Configuration;

public sealed class TomlTests
{
    [Theory]
    [InlineData("a = 1\nb = \"x", 2)]
    [InlineData("a = 1\n\n\na = 2", 4)]
    [InlineData("a = '''\n\n''' trailing", 3)]
    [InlineData("a = [\n  1,\n  2 3\n]", 3)]
    [InlineData("[a]\n[b]\n[a]", 3)]
    [InlineData("a.b = 1\n[a.b.c]", 2)]
    public void A_mistake_is_named_with_its_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<TomlException>(() => Toml.Parse(text, "x.toml")).Line);

    [Fact]
    public void A_value_knows_the_line_on_which_it_begins()
    {
        var table = Toml.Parse("# first\na = [\n 1,\n 2,\n]\n[b]\nc = true", "x.toml");

        Assert.Equal(2, table.Find("a")!.Line);
        Assert.Equal(6, table.Find("b")!.Line);
        Assert.Equal(7, ((TomlTable)table.Find("b")!).Find("c")!.Line);
    }

    [Fact]
    public void Deep_nesting_is_refused_instead_of_ending_the_process() =>
        Assert.Throws<TomlException>(() => Toml.Parse("a = " + new string('[', 100_000), "x.toml"));

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_on_their_line() =>
        Assert.Equal(3, Assert.Throws<TomlException>(() => Toml.Parse([.. "a = 1\n\n# "u8, 0xFF], "x.toml")).Line);

    [Fact]
    public void Random_text_throws_nothing_but_TomlException()
    {
        // Letters of the grammar reach deeper than letters of Unicode.
        var pieces = Gen.Elements(
            "a", "b", ".", "=", "[", "]", "[[", "]]", "{", "}", ",", "\"", "\"\"\"", "'", "'''", "\\", "\\u", "\\U0010FFFF", "\n",
            "\r\n", "\r", " ", "\t", "#", "1", "_", "0x", "+", "-", "e", "inf", "nan", "true", "1979-05-27", "07:32", "\0", "\uD800", "æ");
        var texts = pieces.ArrayOf().Select(string.Concat).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithEndSize(60), Prop.ForAll(texts, IsReadOrRefused));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll<string?>(text => IsReadOrRefused(text ?? "")));
    }

    [Fact]
    public void A_quoted_text_reads_back_as_it_was() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll<string?>(text =>
            Toml.Parse($"a = {Toml.Quote(text ?? "")}", "x.toml").Text("a") == (text ?? "")));

    private static bool IsReadOrRefused(string text)
    {
        try
        {
            Toml.Parse(text, "x.toml");
        }
        catch (TomlException refusal)
        {
            return refusal.Line >= 1 && refusal.Line <= text.Count(c => c == '\n') + 1;
        }

        return true;
    }
}
