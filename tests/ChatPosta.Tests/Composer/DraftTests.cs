using System.Text;
using ChatPosta.Composer;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Composer;

public sealed class DraftTests : IAsyncLifetime
{
    private const string Bob = "/c/https%3A%2F%2Fbob.example";
    private const string Carol = "/c/https%3A%2F%2Fcarol.example";
    private const string Words = "Dear Bob, the fjord is frozen";

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _browser = await _app.SignedInBrowser(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(Words)]
    [InlineData("\n  two lines,\nand blanks at the ends \n")]
    [InlineData("</textarea><script>1</script>")]
    public async Task What_was_begun_is_in_the_field_of_its_conversation_and_of_no_other(string text)
    {
        Assert.Equal(204, (await Keep(Bob, text)).Status);

        Assert.Equal(text, await Field(Bob));
        Assert.Equal("", await Field(Carol));
    }

    [Fact]
    public async Task Without_scripts_a_draft_that_was_changed_and_sent_is_gone()
    {
        await Keep(Bob, "Dear Bob");
        var mark = await Mark(Bob);

        await _browser.Submit($"{Bob}/messages", ("message", "Dear Bob, the fjord is frozen"), ("key", ""), ("drafted", mark));
        Assert.Equal("", await Field(Bob));

        // Another device has gone on writing since the page was made.
        await Keep(Bob, "And another thing");
        await _browser.Submit($"{Bob}/messages", ("message", "Dear Bob, once more"), ("key", ""), ("drafted", mark));
        Assert.Equal("And another thing", await Field(Bob));
    }

    [Fact]
    public async Task It_outlives_the_program_and_the_last_version_counts()
    {
        await Keep(Bob, "Dear");
        await Keep(Bob, Words);

        _app = await _app.Restart();
        using var again = _app.Browser();
        foreach (var (name, value) in _browser.Cookies) again.Cookies[name] = value;

        Assert.Equal(Words, Rendered.Parse((await again.Open(Bob)).Body).The("#message").TextContent);
    }

    [Fact]
    public async Task Nobody_who_has_the_files_reads_it_or_learns_to_whom_it_is()
    {
        await Keep(Bob, Words);

        foreach (var file in _app.Files())
        {
            var content = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.DoesNotContain("fjord", content, StringComparison.Ordinal);
            Assert.DoesNotContain("bob.example", content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sending_it_ends_it()
    {
        await Keep(Bob, $"{Words}\n");

        await _browser.Submit($"{Bob}/messages", ("message", Words), ("key", ""));

        Assert.Equal("", await Field(Bob));
        Assert.Empty(await _app.Query<string>("SELECT thread FROM drafts"));
    }

    [Fact]
    public async Task What_was_written_after_it_stays()
    {
        await Keep(Bob, "And another thing");

        await _browser.Submit($"{Bob}/messages", ("message", Words), ("key", ""));

        Assert.Equal("And another thing", await Field(Bob));
    }

    [Fact]
    public async Task An_empty_field_keeps_nothing()
    {
        await Keep(Bob, Words);

        await Keep(Bob, " \n");

        Assert.Empty(await _app.Query<string>("SELECT thread FROM drafts"));
    }

    [Fact]
    public async Task One_that_was_tampered_with_is_gone_and_the_conversation_opens()
    {
        await Keep(Bob, Words);
        await _app.Execute("UPDATE drafts SET sealed_text = zeroblob(64)");

        Assert.Equal("", await Field(Bob));
    }

    [Fact]
    public async Task More_than_a_message_can_hold_is_refused() =>
        Assert.Equal(413, (await Keep(Bob, new string('ø', 33_000))).Status);

    [Fact]
    public async Task The_oldest_makes_room()
    {
        for (var i = 0; i <= DraftStore.Most; i++)
        {
            await Keep($"/c/https%3A%2F%2Fpeer{i}.example", Words);
            _app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("", await Field("/c/https%3A%2F%2Fpeer0.example"));
        Assert.Equal(Words, await Field("/c/https%3A%2F%2Fpeer1.example"));
    }

    private Task<Answer> Keep(string thread, string text) => _browser.Submit($"{thread}/draft", ("text", text));

    private async Task<string> Field(string thread) => Rendered.Parse((await _browser.Open(thread)).Body).The("#message").TextContent;

    private async Task<string> Mark(string thread) =>
        Rendered.Parse((await _browser.Open(thread)).Body).The("#composer input[name=drafted]").GetAttribute("value")!;
}
