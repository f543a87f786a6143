using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Posta.Protocol;
using Posta.Testing;

namespace Posta.Tests.Protocol;

public sealed class PostaUrlTests
{
    private static readonly Gen<string> UrlTexts = Property.Of(
        "https://", "HTTPS://", "http://", "example.com", "Ex-ample", "xn--blbr-roah", "blåbær", "æ", ".", "..", "-", "_", "127", "0x7f",
        "[::1]", "@", ":", "443", "8443", "0", "/", "//", "/.", "%2e", "%2E", "%c3", "%", "?", "#", " ", "\\", "\t", "。", "１", "ß");

    public static TheoryData<string, string?, string?> Urls => Samples("urls.json");

    public static TheoryData<string, string?, string?> Inputs => Samples("inputs.json");

    [Theory]
    [MemberData(nameof(Urls))]
    public void Every_text_gives_a_url_or_one_rejection(string text, string? canonical, string? refused)
    {
        var isUrl = PostaUrl.TryCanonicalize(text, out var url, out var rejection);

        Assert.Equal((canonical, refused), (url?.Canonical, isUrl ? null : rejection.Code()));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void A_missing_scheme_and_white_space_around_are_forgiven_to_people(string typed, string? canonical, string? refused)
    {
        var isUrl = PostaUrl.TryParseInput(typed, out var url, out var rejection);

        Assert.Equal((canonical, refused), (url?.Canonical, isUrl ? null : rejection.Code()));
    }

    [Theory]
    [InlineData("urls.json")]
    [InlineData("inputs.json")]
    public void Every_url_is_shown_without_its_scheme(string file)
    {
        foreach (var sample in Vectors.Read(file).EnumerateArray().Where(s => s.TryGetProperty("out", out _)))
            Assert.Equal(sample.GetProperty("display").GetString(), PostaUrl.Parse(sample.GetProperty("out").GetString()!).Display);
    }

    [Fact]
    public void The_vectors_have_all_eight_rejections() => Assert.Equal(
        Enum.GetValues<UrlRejection>().Select(r => r.Code()).Order(),
        Urls.Select(u => u.Data.Item3).OfType<string>().Distinct().Order());

    [Fact]
    public void The_parts_are_those_of_the_canonical_text()
    {
        var url = PostaUrl.Parse("https://Example.com:8443/users/bob/");

        Assert.Equal(("example.com", 8443, "example.com:8443", "/users/bob", "example.com:8443/users/bob"),
            (url.Host, url.Port, url.Authority, url.Path, url.Display));
    }

    [Fact]
    public void Port_443_is_not_part_of_the_authority()
    {
        var url = PostaUrl.Parse("https://example.com:443/");

        Assert.Equal((443, "example.com", ""), (url.Port, url.Authority, url.Path));
    }

    [Theory]
    [InlineData("https://example.com/%41%2F//a;b")]
    [InlineData("https://example.com:8443/users/bob")]
    public void The_path_that_is_requested_is_the_one_in_the_url(string text)
    {
        var uri = PostaUrl.Parse(text).ToUri();

        Assert.Equal(text, "https://" + uri.Authority + uri.PathAndQuery);
    }

    [Fact]
    public void A_root_is_requested_by_a_slash() => Assert.Equal("/", PostaUrl.Parse("https://example.com").ToUri().PathAndQuery);

    [Fact]
    public void Urls_are_equal_when_their_canonical_texts_are()
    {
        Assert.Equal(PostaUrl.Parse("https://example.com"), PostaUrl.Parse("https://EXAMPLE.com:443/"));
        Assert.NotEqual(PostaUrl.Parse("https://example.com/a"), PostaUrl.Parse("https://example.com/A"));
    }

    [Theory]
    [InlineData("https://example.com", true)]
    [InlineData("https://example.com/", false)]
    [InlineData("https://Example.com", false)]
    [InlineData("example.com", false)]
    public void Only_the_canonical_spelling_is_canonical(string text, bool expected) =>
        Assert.Equal(expected, PostaUrl.IsCanonical(text));

    [Theory]
    [InlineData(2_048, true)]
    [InlineData(2_049, false)]
    public void A_url_has_at_most_2048_bytes(int length, bool expected)
    {
        var text = "https://example.com/".PadRight(length, 'a');

        Assert.Equal(expected, PostaUrl.TryCanonicalize(text, out _, out var rejection));
        Assert.Equal(expected ? default : UrlRejection.MalformedPath, rejection);
    }

    [Theory]
    [InlineData(253, true)]
    [InlineData(254, false)]
    public void A_host_has_at_most_253_bytes(int length, bool expected)
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', 49), 5)) + "." + new string('b', length - 250);

        Assert.Equal(expected, PostaUrl.IsCanonical("https://" + host));
    }

    [Fact]
    public void Every_rejection_has_its_own_code_and_words()
    {
        var all = Enum.GetValues<UrlRejection>();

        Assert.Equal(8, all.Select(r => r.Code()).Distinct().Count());
        Assert.Equal(8, all.Select(r => r.Explain()).Distinct().Count());
    }

    [Fact]
    public void Canonicalising_is_total_and_changes_a_canonical_url_no_more() => Property.Holds(UrlTexts, text =>
        !PostaUrl.TryCanonicalize(text, out var url, out _) || PostaUrl.IsCanonical(url.Canonical));

    [Fact]
    public void The_display_form_names_the_same_url() => Property.Holds(UrlTexts, text =>
        !PostaUrl.TryParseInput(text, out var url, out _)
        || (PostaUrl.TryParseInput(url.Display, out var again, out _) && again.Display == url.Display));

    [Fact]
    public void A_canonical_url_is_one_that_the_framework_reads_alike() => Property.Holds(UrlTexts, text =>
        !PostaUrl.TryCanonicalize(text, out var url, out _)
        || (url.ToUri().IdnHost == url.Host && url.ToUri().Port == url.Port && url.ToUri().HostNameType == UriHostNameType.Dns));

    [Fact]
    public void Any_text_at_all_is_judged() => Property.Holds(Property.Text, text =>
        PostaUrl.TryCanonicalize("https://" + text, out var url, out _) == url is not null);

    private static TheoryData<string, string?, string?> Samples(string file)
    {
        var data = new TheoryData<string, string?, string?>();
        foreach (var sample in Vectors.Read(file).EnumerateArray())
            data.Add(sample.GetProperty("in").GetString()!, Optional(sample, "out"), Optional(sample, "refused"));
        return data;
    }

    private static string? Optional(JsonElement sample, string name) =>
        sample.TryGetProperty(name, out var value) ? value.GetString() : null;
}
