using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Sessions;

/// <summary>Over HTTP, with requests on the way all the time: at least a thousand in all.</summary>
public sealed class RevocationRaceTests
{
    private const int AtOnce = 200;
    private const int Before = 800;

    [Fact]
    public async Task No_request_that_begins_after_the_answer_to_the_revocation_is_served()
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);
        using var here = await member.OpenBrowser(app);
        using var there = await member.OpenBrowser(app);
        var id = (await app.Sessions.Find(System.Buffers.Text.Base64Url.DecodeFromChars(there.Cookies["chat"])))!.Id;
        var (served, late, isAcknowledged) = (0, 0, false);
        Assert.Equal(200, (await there.Send(HttpMethod.Get, "/session", null, Browser.Fetch)).Status);

        var requests = Enumerable.Range(0, AtOnce).Select(_ => Task.Run(Ask)).ToArray();
        await Posta.Testing.Eventually.True(() => Volatile.Read(ref served) >= Before, TimeSpan.FromMinutes(1));
        Assert.Equal(303, (await here.Submit($"/settings/sessions/{id}/end")).Status);
        Volatile.Write(ref isAcknowledged, true);
        await Task.WhenAll(requests);

        Assert.Equal(0, late);
        Assert.Equal(200, (await here.Open("/settings/sessions")).Status);

        async Task Ask()
        {
            // Each of them asks at least once after the answer.
            for (var isLate = false; !isLate;)
            {
                isLate = Volatile.Read(ref isAcknowledged);
                if ((await there.Send(HttpMethod.Get, "/session", null, Browser.Fetch)).Status != 200) continue;
                Interlocked.Increment(ref served);
                if (isLate) Interlocked.Increment(ref late);
            }
        }
    }
}
