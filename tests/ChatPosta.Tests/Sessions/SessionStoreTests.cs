using System.Text;
using ChatPosta.Keys;
using ChatPosta.Sessions;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Dapper;

namespace ChatPosta.Tests.Sessions;

public sealed class SessionStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private ChatApp _app = null!;
    private byte[] _cookie = [];

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _cookie = await (await Member.Join(_app)).SignIn(_app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_cookie_opens_the_session_and_its_token()
    {
        var session = await Find();

        Assert.Equal(("Alice", PostaServer.Token), (session!.User.Name, session.Token.Reveal()));
    }

    [Fact]
    public async Task Requests_share_one_session() => Assert.Same(await Find(), await Find());

    [Fact]
    public async Task Another_cookie_opens_nothing()
    {
        _cookie[0] ^= 1;
        Assert.Null(await Find());
    }

    [Fact]
    public async Task A_session_survives_a_restart()
    {
        _app = await _app.Restart();

        Assert.Equal(PostaServer.Token, (await Find())!.Token.Reveal());
    }

    [Fact]
    public async Task With_another_pepper_the_session_is_over_and_its_row_goes()
    {
        _app = await _app.Restart(folder => File.Delete(Path.Combine(folder, "pepper")));

        Assert.Null(await Find());
        Assert.Equal(0, await Rows());
    }

    [Theory]
    [InlineData("sessions SET expires_at = '2099-01-01T00:00:00.000Z'")]
    [InlineData("sessions SET created_at = '2026-01-02T03:04:06.000Z'")]
    [InlineData("sessions SET user_id = (SELECT 'other')")]
    [InlineData("cookies SET sealed_key = x'00'")]
    public async Task A_row_that_somebody_edited_does_not_open(string edit)
    {
        await Edit($"UPDATE {edit}");

        Assert.Null(await Find());
    }

    [Fact]
    public async Task Activity_keeps_a_session_going_and_idleness_ends_it()
    {
        _app.Time.Advance(TimeSpan.FromMinutes(30) - Moment);
        await _app.Sessions.Touch((await Find())!);
        _app.Time.Advance(TimeSpan.FromMinutes(30) - Moment);
        Assert.NotNull(await Find());

        _app.Time.Advance(Moment);
        Assert.Null(await Find());
    }

    [Fact]
    public async Task Idleness_counts_across_a_restart()
    {
        _app.Time.Advance(TimeSpan.FromMinutes(20));
        _app = await _app.Restart();
        _app.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(await Find());
        Assert.Equal(0, await Rows());
    }

    [Fact]
    public async Task A_session_ends_after_seven_days_however_busy()
    {
        for (var hours = 0.0; hours < 7 * 24 - 0.25; hours += 0.25)
        {
            _app.Time.Advance(TimeSpan.FromMinutes(15));
            await _app.Sessions.Touch((await Find())!);
        }

        _app.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await Find());
    }

    [Fact]
    public async Task Activity_is_written_at_most_once_a_minute()
    {
        await Edit("CREATE TABLE writes (n); CREATE TRIGGER count AFTER UPDATE ON sessions BEGIN INSERT INTO writes VALUES (1); END");
        var session = (await Find())!;

        for (var seconds = 0; seconds <= 120; seconds++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _app.Sessions.Touch(session).AsTask())));
            _app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, await Count("writes"));
    }

    [Fact]
    public async Task Ending_one_session_leaves_the_others()
    {
        var other = await (await Member.Join(_app, "Bob")).SignIn(_app);

        await _app.Sessions.End((await Find())!.Id);

        Assert.Null(await Find());
        Assert.NotNull(await _app.Sessions.Find(other));
    }

    [Fact]
    public async Task A_session_that_has_ended_says_so_to_requests_under_way()
    {
        var session = (await Find())!;
        await _app.Sessions.End(session.Id);

        Assert.True(session.HasEnded);
    }

    [Fact]
    public async Task A_sweep_ends_what_is_over_also_when_nobody_opened_it_since_the_start()
    {
        _app = await _app.Restart();
        var fresh = await (await Member.Join(_app, "Bob")).SignIn(_app);
        _app.Time.Advance(TimeSpan.FromMinutes(29));
        await _app.Sessions.Touch((await _app.Sessions.Find(fresh))!);
        Assert.Empty(await _app.Sessions.Sweep());
        _app.Time.Advance(TimeSpan.FromMinutes(1) - Moment);
        await Rows();

        // The program's own sweep may have been quicker.
        _app.Time.Advance(Moment);
        await _app.Sessions.Sweep();

        Assert.Equal(1, await Rows());
        Assert.NotNull(await _app.Sessions.Find(fresh));
    }

    [Fact]
    public async Task The_program_sweeps_by_itself()
    {
        await Posta.Testing.Eventually.True(async () =>
        {
            _app.Time.Advance(TimeSpan.FromMinutes(31));
            return await Rows() == 0;
        });
    }

    [Fact]
    public async Task No_file_holds_the_cookie()
    {
        await Find();
        var text = System.Buffers.Text.Base64Url.EncodeToString(_cookie);

        Assert.All(_app.Files(), file =>
        {
            Assert.False(DiskScan.Holds(file, _cookie), file);
            Assert.False(DiskScan.Holds(file, Encoding.ASCII.GetBytes(text)), file);
        });
    }

    [Fact]
    public async Task After_the_end_and_a_sweep_no_file_holds_anything_of_the_session()
    {
        var id = (await Find())!.Id;
        var sealedKey = (await Read<byte[]>("SELECT sealed_key FROM cookies"))[^24..];
        Assert.Contains(_app.Files(), file => DiskScan.Holds(file, sealedKey));

        await _app.Sessions.End(id);
        await _app.Sessions.Sweep();

        Assert.All(_app.Files(), file =>
        {
            Assert.False(DiskScan.Holds(file, sealedKey), file);
            Assert.False(DiskScan.Holds(file, Encoding.ASCII.GetBytes(id)), file);
        });
    }

    [Fact]
    public async Task The_files_of_the_sessions_are_their_owners_alone()
    {
        await Find();
        if (OperatingSystem.IsWindows()) return;

        foreach (var file in _app.Files()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task The_pepper_is_there_from_the_first_start_and_in_no_other_file()
    {
        await Find();
        var pepper = await File.ReadAllBytesAsync(_app.Config.PepperFile, TestContext.Current.CancellationToken);

        Assert.Equal(32, pepper.Length);
        Assert.All(_app.Files().Where(file => file != _app.Config.PepperFile), file => Assert.False(DiskScan.Holds(file, pepper), file));
    }

    [Fact]
    public void The_id_of_a_row_is_not_the_cookie() =>
        Assert.NotEqual(Convert.ToHexStringLower(_cookie), KeyChain.CookieId(_cookie));

    private ValueTask<Session?> Find() => _app.Sessions.Find(_cookie);

    private Task<long> Rows() => Count("sessions");

    private Task<long> Count(string table) => Read<long>($"SELECT COUNT(*) FROM {table}");

    private Task<T> Read<T>(string sql) => Db.Read(db => db.QuerySingle<T>(sql), TestContext.Current.CancellationToken);

    private Task<int> Edit(string sql) => Db.Write(db => db.Execute(sql), TestContext.Current.CancellationToken);

    private Posta.Hosting.Data.Database Db => _app.Get<SessionDatabase>().Db;
}
