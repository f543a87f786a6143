using System.Text.Json;
using Posta.Hosting.Logging;

namespace Posta.Tests.Hosting.Logging;

public sealed class SecretTests
{
    private static readonly Secret Token = new("mst_canary");

    [Fact]
    public void A_secret_prints_stars_wherever_it_is_printed()
    {
        Assert.Equal("***", Token.ToString());
        Assert.Equal("token ***", $"token {Token}");
        Assert.Equal("""{"Token":"***"}""", JsonSerializer.Serialize(new { Token }));
        Assert.Equal("Pairing { Token = *** }", new Pairing(Token).ToString());
    }

    [Fact]
    public void Only_Reveal_gives_the_value() => Assert.Equal("mst_canary", Token.Reveal());

    [Fact]
    public void Secrets_with_the_same_value_are_equal()
    {
        Assert.Equal(Token, new Secret("mst_canary"));
        Assert.Equal(Token.GetHashCode(), new Secret("mst_canary").GetHashCode());
        Assert.NotEqual(Token, new Secret("mst_canarx"));
        Assert.NotEqual(Token, new Secret(""));
        Assert.False(Token.Equals(null));
    }

    [Fact]
    public void A_secret_can_be_read_from_JSON() =>
        Assert.Equal(Token, JsonSerializer.Deserialize<Pairing>("""{"Token":"mst_canary"}""")!.Token);

    private sealed record Pairing(Secret Token);
}
