using ChatPosta.Accounts;
using ChatPosta.Tests.Commands;
using ChatPosta.Tests.Web;
using Posta.Testing;

namespace ChatPosta.Tests.Accounts;

public sealed class AuditTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Member _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _alice = await Member.Join(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_newest_rows_come_first_and_no_more_than_asked_for()
    {
        foreach (var number in Enumerable.Range(1, 5)) await _app.Users.Audit(_alice.User.Id, AuditStore.SignedIn, $"{number}", "192.0.2.0/24");

        var rows = (await _app.Cli("audit", "list", "--limit", "2", "--json")).Json;

        Assert.Equal(["5", "4"], rows.EnumerateArray().Select(row => row.GetProperty("detail").GetString()));
        Assert.Equal(("Alice", "192.0.2.0/24"), (rows[0].GetProperty("user").GetString(), rows[0].GetProperty("network").GetString()));
    }

    [Fact]
    public async Task Rows_can_be_asked_for_from_a_day_on()
    {
        _app.Time.Advance(TimeSpan.FromDays(3));
        await _app.Users.Audit(_alice.User.Id, AuditStore.SignedIn);

        Assert.Equal(1, (await _app.Cli("audit", "list", "--since", "2026-01-04", "--json")).Json.GetArrayLength());
        Assert.Equal(2, (await _app.Cli("audit", "list", "--since", "2026-01-01", "--json")).Json.GetArrayLength());
        Assert.Equal(0, (await _app.Cli("audit", "list", "--since", "2099-01-01", "--json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Rows_are_kept_for_half_a_year_and_not_longer()
    {
        _app.Time.Advance(TimeSpan.FromDays(179));
        await _app.Users.Audit(_alice.User.Id, AuditStore.SignedIn);
        Assert.Equal(2, await Count());

        await Eventually.True(async () =>
        {
            _app.Time.Advance(TimeSpan.FromHours(1));
            return await Count() == 1;
        });
        Assert.InRange(_app.Time.GetUtcNow(), _alice.User.CreatedAt + AuditSweeper.Kept, DateTimeOffset.MaxValue);
    }

    private async Task<long> Count() => (await _app.Query<long>("SELECT COUNT(*) FROM audit"))[0];
}
