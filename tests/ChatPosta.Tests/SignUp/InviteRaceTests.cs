using System.Net;
using System.Text.Json.Nodes;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.SignUp;

/// <summary>One invite in many hands, over HTTP: two hundred reach the last press, and press it at once.</summary>
public sealed class InviteRaceTests
{
    private const int Rivals = 200;

    [Fact]
    public async Task Of_two_hundred_redemptions_of_one_invite_exactly_one_opens_an_account()
    {
        // From as many addresses, since the ceremonies of one address are bounded.
        await using var app = await ChatApp.Start(config => config with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")] });
        await using var server = await PostaServer.Start();
        using var first = await Newcomer.Invited(app, server);
        Newcomer[] all = [first, .. Enumerable.Range(1, Rivals - 1).Select(number => first.Rival(app, $"198.51.100.{number}"))];
        var answers = await Task.WhenAll(all.Select(Prepare));

        var ends = await Task.WhenAll(all.Zip(answers, (newcomer, answer) => newcomer.Confirmed(answer)));

        Assert.Single(ends, end => end.Status == 200);
        Assert.Equal(Rivals - 1, ends.Count(end => end.Status == 410));
        var user = Assert.Single(await app.Users.List());
        Assert.Equal([user.Id], await app.Query<string>("SELECT user_id FROM passkeys"));
        foreach (var newcomer in all) newcomer.Dispose();
    }

    private static async Task<JsonObject> Prepare(Newcomer newcomer)
    {
        await newcomer.ReachPasskey();
        return newcomer.Authenticator.Get((await newcomer.Create()).Json);
    }
}
