using ChatPosta.Accounts;
using ChatPosta.Sessions;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz", "GET", "ok\n")]
    [InlineData("/readyz", "GET", "ready\n")]
    [InlineData("/healthz", "HEAD", "")]
    [InlineData("/readyz", "HEAD", "")]
    public async Task A_monitor_is_answered(string path, string method, string body)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Send(new HttpMethod(method), path, null);

        Assert.Equal((200, body), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("state.db")]
    [InlineData("sessions.db")]
    public async Task A_damaged_database_is_not_ready_but_alive(string file)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();
        await app.Get<AccountDatabase>().Db.Checkpoint(TestContext.Current.CancellationToken);
        await app.Get<SessionDatabase>().Db.Checkpoint(TestContext.Current.CancellationToken);
        Wipe(Assert.Single(app.Files(), path => Path.GetFileName(path) == file));

        Assert.Equal(503, (await browser.Open("/readyz")).Status);
        Assert.Equal(200, (await browser.Open("/healthz")).Status);
    }

    private static void Wipe(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.Write(new byte[4096]);
    }
}
