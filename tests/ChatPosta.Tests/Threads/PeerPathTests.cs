using ChatPosta.Threads;
using Posta.Protocol;

namespace ChatPosta.Tests.Threads;

public sealed class PeerPathTests
{
    [Theory]
    [InlineData("https://bob.example")]
    [InlineData("https://bob.example:8443/users/bob")]
    [InlineData("https://bob.example/a%2Fb/%252F")]
    public void A_path_leads_back_to_its_peer(string url)
    {
        var peer = PostaUrl.Parse(url);

        Assert.True(PeerPath.TryParse(PeerPath.Of(peer), out var path));
        Assert.Equal(new PeerPath(peer, IsCanonical: true), path);
    }

    [Theory]
    [InlineData("/c/bob.example")]
    [InlineData("/c/https%3a%2f%2fbob.example")]
    [InlineData("/c/HTTPS%3A%2F%2FBob.Example%3A443%2F")]
    [InlineData("https://chat.example/c/bob.example?before=3#msg-2")]
    public void Other_forms_are_understood_but_not_canonical(string target)
    {
        Assert.True(PeerPath.TryParse(target, out var path));
        Assert.Equal(new PeerPath(A.Bob, IsCanonical: false), path);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/c/")]
    [InlineData("/c/%")]
    [InlineData("/c/%E0%A4%A")]
    [InlineData("/c/http%3A%2F%2Fbob.example")]
    [InlineData("/c/https%3A%2F%2F127.0.0.1")]
    public void What_is_no_address_is_no_peer(string target) => Assert.False(PeerPath.TryParse(target, out _));
}
