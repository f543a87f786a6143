using ChatPosta.Search;

namespace ChatPosta.Tests.Search;

/// <summary>What is marked is what the server looked for (docs/api.md, "Search").</summary>
public sealed class ExcerptTests
{
    [Theory]
    [InlineData("lunch", "Lunchtime? LUNCH!", "[Lunch]time? [LUNCH]!")]
    [InlineData("creme", "Crème brûlée", "[Crème] brûlée")]
    [InlineData("brulee", "cre\u0300me bru\u0302le\u0301e!", "cre\u0300me [bru\u0302le\u0301e]!")]
    [InlineData("crème", "creme", "[creme]")]
    [InlineData("a", "å b a", "å b [a]")]
    [InlineData("fi", "ﬁn", "[ﬁ]n")]
    [InlineData("f", "ﬁn", "[ﬁ]n")]
    [InlineData("\"at one\" lunch", "lunch\n  at   one, at two", "[lunch] [at one], at two")]
    [InlineData("on one", "one", "[one]")]
    [InlineData("from:me has:image before:2026-11-22 x", "from:me x image", "from:me [x] image")]
    [InlineData("fromage", "fromage", "[fromage]")]
    [InlineData("\"open", "an open end", "an [open] end")]
    [InlineData("😀", "so 😀!", "so [😀]!")]
    [InlineData("absent", "nothing of it", "nothing of it")]
    [InlineData("", "nothing asked", "nothing asked")]
    [InlineData("\"\" \" \"", "x", "x")]
    public void The_words_are_marked_as_the_server_finds_them(string typed, string text, string marked) =>
        Assert.Equal(marked, Marked(text, typed));

    [Fact]
    public void A_long_message_is_shown_around_its_first_hit()
    {
        var text = string.Join(' ', Enumerable.Range(0, 400)) + " needle " + string.Join(' ', Enumerable.Range(400, 400));
        var marked = Marked(text, "needle");

        Assert.StartsWith("…3", marked, StringComparison.Ordinal);
        Assert.EndsWith("…", marked, StringComparison.Ordinal);
        Assert.Contains(" 399 [needle] 400 ", marked, StringComparison.Ordinal);
        Assert.InRange(marked.Length, 150, 210);
    }

    [Fact]
    public void No_cut_goes_through_a_character()
    {
        for (var length = 100; length < 300; length++)
        {
            var marked = Marked(string.Concat(Enumerable.Repeat("😀", length)) + "x" + string.Concat(Enumerable.Repeat("🎉", length)), "x");
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(marked)));
        }
    }

    [Fact]
    public void What_steers_the_direction_of_text_is_not_shown() => Assert.Equal("a[b]c", Marked("a\u202Eb\u202Cc", "b"));

    private static string Marked(string text, string typed) =>
        string.Concat(Excerpt.Of(text, SearchWords.Of(typed)).Select(piece => piece.IsFound ? $"[{piece.Text}]" : piece.Text));
}
