using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ChatPosta.Accounts;
using ChatPosta.Doctor;
using ChatPosta.Keys;
using ChatPosta.Sessions;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Commands;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Doctor;

/// <summary><c>doctor at-rest</c> on the folder of a running program: silent when all is well, and blind to nothing that is planted.</summary>
public sealed class AtRestTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Member _alice = null!;
    private byte[] _cookie = [];
    private string _inviteCode = "";

    private string Folder => Path.GetDirectoryName(_app.Config.Db)!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _alice = await Member.Join(_app);
        _cookie = await _alice.SignIn(_app);
        _inviteCode = (await _app.Invites.Create("Bob", TimeSpan.FromHours(1))).Code;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_program_in_use_leaves_nothing_to_find()
    {
        var samples = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllLinesAsync(samples, [PostaServer.Token, Base64Url.EncodeToString(_cookie), _inviteCode], TestContext.Current.CancellationToken);

        var run = await _app.Cli("doctor", "at-rest", "--look-for", samples, "--json");

        File.Delete(samples);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.All(Findings(run), finding => Assert.Equal("ok", finding.State));
        Assert.Equal(["leftovers", "modes", "pepper", "search"], Findings(run).Select(finding => finding.Check).Order());
    }

    [Fact]
    public async Task It_says_what_is_readable_by_whom()
    {
        var kinds = (await _app.Cli("doctor", "at-rest", "--json")).Json.GetProperty("kinds").EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!);

        Assert.Equal(("readable", "whoever has the file"), Told("names"));
        Assert.Equal("readable", Told("networks and kinds of device").Form);
        Assert.Equal(("sealed", "the user, with the data key"), Told("tokens of posta-servers"));
        Assert.Equal(("hashed", "nobody"), Told("invite codes"));
        Assert.All(kinds.Values, kind => Assert.NotEqual("unknown", kind.GetProperty("form").GetString()));
        Assert.Equal(1, kinds["tokens of posta-servers"].GetProperty("values").GetInt64());

        (string? Form, string? By) Told(string kind) => (kinds[kind].GetProperty("form").GetString(), kinds[kind].GetProperty("readableBy").GetString());
    }

    [Fact]
    public async Task Every_column_is_of_a_known_kind()
    {
        var columns = (await _app.Get<AccountDatabase>().Db.Read(AtRestStore.Columns, TestContext.Current.CancellationToken))
            .Concat(await _app.Get<SessionDatabase>().Db.Read(AtRestStore.Columns, TestContext.Current.CancellationToken))
            .Select(column => $"{column.Table}.{column.Column}").ToArray();

        // A column that is not named must be, and with it in what form it holds what it holds.
        Assert.Empty(columns.Except(StoredColumns.Kinds.SelectMany(kind => kind.Columns)));
        Assert.Empty(StoredColumns.Kinds.SelectMany(kind => kind.Columns).Except(columns));
        Assert.True(columns.Length > 50);
    }

    [Theory]
    [InlineData("a token", 0)]
    [InlineData("a token in hexadecimal", 1)]
    [InlineData("a token in base64", 2)]
    [InlineData("a token in base64", 3)]
    [InlineData("a token in base64", 4)]
    [InlineData("a token in UTF-16", 5)]
    [InlineData("a pairing link", 6)]
    [InlineData("a cookie", 7)]
    [InlineData("a cookie", 8)]
    [InlineData("an invite code", 9)]
    [InlineData("an invite link", 10)]
    [InlineData("an unlock code", 11)]
    public async Task A_secret_in_a_file_is_found_in_whatever_spelling(string what, int planted)
    {
        var text = Planted()[planted];
        await Plant("notes.txt", [.. Encoding.ASCII.GetBytes("before "), .. text, .. Encoding.ASCII.GetBytes(" after")]);

        var run = await _app.Cli("doctor", "at-rest", "--json");

        Assert.Equal(1, run.Exit);
        Assert.Contains(Findings(run), finding => finding is { State: "problem", Check: "search" } && finding.Words.Contains($"notes.txt holds {what}, ", StringComparison.Ordinal));
        Assert.DoesNotContain(Encoding.Latin1.GetString(text), run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_row_is_found_among_its_neighbours()
    {
        await _app.Execute($"INSERT INTO audit (at, event, detail) VALUES ('2026', 'x', 'z{PostaServer.Token}z')");
        await _app.Execute($"INSERT INTO audit (at, event, detail) VALUES ('2026', 'x', 'abc{Base64Url.EncodeToString(_cookie)}abc')");
        await _app.Execute($"INSERT INTO audit (at, event, detail) VALUES ('2026', 'x', 'abc{_inviteCode}abc')");

        var run = await _app.Cli("doctor", "at-rest");

        Assert.Equal(1, run.Exit);
        foreach (var what in new[] { "a token", "a cookie", "an invite code" }) Assert.Contains($" holds {what}, ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_is_found_in_other_spellings_and_across_the_edge_of_a_piece()
    {
        var samples = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(samples, "the very secret of mine\nshort\n", TestContext.Current.CancellationToken);
        byte[] far = [.. new byte[(4 << 20) - 10], .. Encoding.ASCII.GetBytes(Convert.ToBase64String("xxthe very secret of mineyy"u8))];
        await Plant("big.bin", far);

        var run = await _app.Cli("doctor", "at-rest", "--look-for", samples);

        File.Delete(samples);
        Assert.Equal(1, run.Exit);
        Assert.Contains("big.bin holds sample 1 in base64, 1 times, first at byte 41942", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("very secret", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sessions.db", "holds sessions")]
    [InlineData("pepper", "holds the pepper")]
    public async Task A_copy_of_what_no_backup_holds_is_a_problem(string file, string says)
    {
        await _app.Sessions.Sweep();
        var original = Path.Combine(Folder, file);
        await Plant($"backup/{file}.copy", await Shared(original));

        var run = await _app.Cli("doctor", "at-rest");

        Assert.Equal(1, run.Exit);
        Assert.Contains($"{file}.copy {says}", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_others_may_read_is_named_with_the_cure()
    {
        if (OperatingSystem.IsWindows()) return;

        File.SetUnixFileMode(_app.Config.PepperFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var run = await _app.Cli("doctor", "at-rest");

        Assert.Equal(1, run.Exit);
        Assert.Contains($"chmod 600 {_app.Config.PepperFile}", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_of_somebody_who_is_gone_is_a_problem()
    {
        await _app.Execute("PRAGMA foreign_keys = OFF");
        await _app.Execute("INSERT INTO audit (at, user_id, event, detail) VALUES ('2026', '00000000-0000-4000-8000-000000000000', 'x', '')");

        var run = await _app.Cli("doctor", "at-rest");

        Assert.Equal(1, run.Exit);
        Assert.Contains("rows name 1 users who are gone", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_looked_into_is_said_to_be_one()
    {
        await Plant("backup.tar.gz", [0x1f, 0x8b, 8, 0, 0]);

        var run = await _app.Cli("doctor", "at-rest");

        Assert.Equal(0, run.Exit);
        Assert.Matches("(?m)^warning +copies .*backup.tar.gz is compressed", run.Out);
    }

    [Fact]
    public async Task Where_there_is_nothing_it_says_so()
    {
        var run = await Cli.Run("doctor", "at-rest", "--db", Path.Combine(Folder, "no-such.db"));

        Assert.Equal((1, ""), (run.Exit, run.Out));
        Assert.Contains("--db", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plain_doctor_is_content_with_a_program_in_use()
    {
        var run = await _app.Cli("doctor", "--json");

        Assert.Equal(0, run.Exit);
        Assert.Equal(
            ["base_url", "database", "database", "modes", "pepper", "disk"],
            run.Json.EnumerateArray().Select(finding => finding.GetProperty("check").GetString()));
    }

    [Theory]
    [InlineData("http://chat.example", "without TLS")]
    [InlineData("https://192.0.2.1", "IP address")]
    public async Task The_plain_doctor_names_an_address_that_makes_no_passkey(string url, string says)
    {
        var run = await Cli.Run("doctor", "--db", _app.Config.Db, "--base-url", url);

        Assert.Equal(1, run.Exit);
        Assert.Matches($"(?m)^problem +base_url .*{says}", run.Out);
    }

    private byte[][] Planted() =>
    [
        Encoding.ASCII.GetBytes(PostaServer.Token),
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(PostaServer.Token))),
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(PostaServer.Token))),
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes("x" + PostaServer.Token))),
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes("xx" + PostaServer.Token))),
        Encoding.Unicode.GetBytes(PostaServer.Token),
        Encoding.ASCII.GetBytes($"posta+v1://alice.example#token={PostaServer.Token}"),
        Encoding.ASCII.GetBytes(Base64Url.EncodeToString(_cookie)),
        Encoding.ASCII.GetBytes("chat=" + Base64Url.EncodeToString(KeyChain.NewDataKey())),
        Encoding.ASCII.GetBytes(_inviteCode),
        Encoding.ASCII.GetBytes($"https://chat.example/register#code={InviteCode.Generate()}"),
        Encoding.ASCII.GetBytes(UnlockCode.Generate().Reveal()),
    ];

    private async Task Plant(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<byte[]> Shared(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static (string State, string Check, string Words)[] Findings(Cli run) =>
        [.. run.Json.GetProperty("findings").EnumerateArray().Select(Of)];

    private static (string, string, string) Of(JsonElement finding) =>
        (finding.GetProperty("state").GetString()!, finding.GetProperty("check").GetString()!, finding.GetProperty("finding").GetString()!);
}
