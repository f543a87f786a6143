using FsCheck.Fluent;
using Posta.Protocol;

namespace Posta.Tests.Protocol;

public sealed class PairingUriTests
{
    private static readonly string Token = "mst_" + new string('a', 41) + "-_";

    [Fact]
    public void The_link_of_a_server_names_its_origin_and_the_token()
    {
        Assert.True(PairingUri.TryParse($" posta+v1://Alice.example:8443#token={Token}\n", out var uri, out _));

        Assert.Equal(("alice.example:8443", Token), (uri.Authority, uri.Token));
        Assert.Equal(new Uri("https://alice.example:8443"), uri.Origin);
        Assert.Equal($"posta+v1://alice.example:8443#token={Token}", uri.ToString());
    }

    [Fact]
    public void The_scheme_may_be_in_any_case() =>
        Assert.True(PairingUri.TryParse($"POSTA+V1://alice.example#token={Token}", out _, out _));

    [Theory]
    [InlineData("")]
    [InlineData("https://alice.example#token={token}")]
    [InlineData("posta+v2://alice.example#token={token}")]
    [InlineData("posta+v1:alice.example#token={token}")]
    [InlineData("posta+v1://#token={token}")]
    [InlineData("posta+v1://alice.example")]
    [InlineData("posta+v1://alice.example#")]
    [InlineData("posta+v1://alice.example#token=")]
    [InlineData("posta+v1://alice.example#token=pinv_{token}")]
    [InlineData("posta+v1://alice.example#token={token}a")]
    [InlineData("posta+v1://alice.example#token={token}&x=y")]
    [InlineData("posta+v1://alice.example#x=y&token={token}")]
    [InlineData("posta+v1://alice.example#token={token}#")]
    [InlineData("posta+v1://alice.example#TOKEN={token}")]
    [InlineData("posta+v1://a@alice.example#token={token}")]
    [InlineData("posta+v1://alice.example/#token={token}")]
    [InlineData("posta+v1://alice.example/path#token={token}")]
    [InlineData("posta+v1://alice.example?x#token={token}")]
    [InlineData("posta+v1://alice.example.#token={token}")]
    [InlineData("posta+v1://alice.example:0#token={token}")]
    [InlineData("posta+v1://2130706433#token={token}")]
    [InlineData("posta+v1://[::1]#token={token}")]
    public void Anything_else_is_refused_with_a_reason_that_keeps_the_token_secret(string text)
    {
        Assert.False(PairingUri.TryParse(text.Replace("{token}", Token, StringComparison.Ordinal), out _, out var reason));
        Assert.NotEmpty(reason);
        Assert.DoesNotContain(Token, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2FAlice.example%3A8443", "alice.example:8443")]
    [InlineData("POSTA://Pair?url=https://alice.example:443/&token={token}", "alice.example")]
    [InlineData(" posta://pair?token={token}&url=https%3a%2f%2falice.example%2Fusers%2Falice\n", "alice.example")]
    public void The_form_for_apps_names_the_same(string text, string authority)
    {
        Assert.True(PairingUri.TryParse(text.Replace("{token}", Token, StringComparison.Ordinal), out var uri, out _));

        Assert.Equal(new PairingUri(authority, Token), uri);
    }

    [Theory]
    [InlineData("posta://pair")]
    [InlineData("posta://pair?")]
    [InlineData("posta://pair?token={token}")]
    [InlineData("posta://pair?url=https%3A%2F%2Falice.example")]
    [InlineData("posta://pair?token=&url=https%3A%2F%2Falice.example")]
    [InlineData("posta://pair?token={token}&url=")]
    [InlineData("posta://pair?token={token}&url=alice.example")]
    [InlineData("posta://pair?token={token}&url=http%3A%2F%2Falice.example")]
    [InlineData("posta://pair?token={token}&url=https%253A%252F%252Falice.example")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Fa%40alice.example")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2F2130706433")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2F%5B%3A%3A1%5D")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Falice.example%3Fx")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Falice.example%23x")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Falice.example#x")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Falice.example&url=https%3A%2F%2Fbob.example")]
    [InlineData("posta://pair?token={token}&token={token}&url=https%3A%2F%2Falice.example")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Falice.example&x=y")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Falice.example&")]
    [InlineData("posta://pair?TOKEN={token}&url=https%3A%2F%2Falice.example")]
    [InlineData("posta://pair?token=pinv_{token}&url=https%3A%2F%2Falice.example")]
    [InlineData("posta://pair?token=%6Dst_{token}&url=https%3A%2F%2Falice.example")]
    [InlineData("posta://pair/?token={token}&url=https%3A%2F%2Falice.example")]
    [InlineData("posta://other?token={token}&url=https%3A%2F%2Falice.example")]
    [InlineData("posta:pair?token={token}&url=https%3A%2F%2Falice.example")]
    [InlineData("posta://pair?token={token}&url=https%3A%2F%2Falice%ZZ.example")]
    public void Anything_like_the_form_for_apps_is_refused(string text) =>
        Anything_else_is_refused_with_a_reason_that_keeps_the_token_secret(text);

    [Fact]
    public void A_token_has_43_characters_of_base64url()
    {
        Assert.False(PairingUri.TryParse($"posta+v1://alice.example#token={Token[..^1]}", out _, out _));
        Assert.False(PairingUri.TryParse($"posta+v1://alice.example#token={Token[..^1]}+", out _, out _));
    }

    [Fact]
    public void A_printed_link_is_read_as_the_same_parts() => Property.Holds(
        from host in Gen.Elements("alice.example", "localhost", "xn--blbr-roah.example")
        from port in Gen.Choose(1, 65_535)
        from token in Gen.Elements("abcXYZ019-_".ToCharArray()).ArrayOf(43)
        select new PairingUri(PostaUrl.Parse($"https://{host}:{port}").Authority, "mst_" + new string(token)),
        uri => PairingUri.TryParse(uri.ToString(), out var again, out _) && again == uri);

    [Fact]
    public void No_text_makes_the_reader_throw() => Property.Holds(
        Property.Of("posta+v1://", "posta://pair?", "url=https://", "&", "alice.example", ":8443", "#", "token=", Token, "@", "/", "?", "æ", "[", "."),
        text => PairingUri.TryParse(text, out _, out var reason) == (reason.Length == 0));
}
