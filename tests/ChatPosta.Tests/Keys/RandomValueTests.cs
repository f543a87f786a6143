using System.Buffers.Text;
using ChatPosta.Keys;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Keys;

/// <summary>What opens something by itself has as many random bits as docs/security.md says, and no two are alike.</summary>
public sealed class RandomValueTests
{
    private const int Many = 100;

    [Fact]
    public async Task Invites_have_192_bits()
    {
        await using var app = await ChatApp.Start();

        var codes = new List<string>();
        for (var n = 0; n < Many; n++) codes.Add((await app.Invites.Create("Alice", TimeSpan.FromHours(1))).Code);

        Assert.All(codes, code => Assert.Equal(192 / 8, Base64Url.DecodeFromChars(code).Length));
        AssertDistinct(codes);
    }

    [Fact]
    public async Task Cookies_have_256_bits()
    {
        await using var app = await ChatApp.Start();
        var alice = await Member.Join(app);

        var cookies = new List<string>();
        for (var n = 0; n < Many; n++) cookies.Add(Convert.ToHexString(await alice.SignIn(app)));

        // Four bits a letter.
        Assert.All(cookies, cookie => Assert.Equal(256 / 4, cookie.Length));
        AssertDistinct(cookies);
    }

    [Fact]
    public void Unlock_codes_have_160_bits()
    {
        var codes = Enumerable.Range(0, Many).Select(_ => UnlockCode.Generate().Reveal().Replace("-", "", StringComparison.Ordinal)).ToList();

        // Five bits a letter.
        Assert.All(codes, code => Assert.Equal(160 / 5, code.Length));
        AssertDistinct(codes);
        Assert.Equal(32, codes.SelectMany(code => code).Distinct().Count());
    }

    /// <summary>In each place there is more than one letter: nothing of it is fixed.</summary>
    private static void AssertDistinct(List<string> values)
    {
        Assert.Equal(values.Count, values.Distinct().Count());
        Assert.All(Enumerable.Range(0, values[0].Length), place => Assert.NotEqual(1, values.Select(value => value[place]).Distinct().Count()));
    }
}
