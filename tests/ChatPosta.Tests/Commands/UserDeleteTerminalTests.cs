using System.Diagnostics;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Web;
using Posta.Protocol;

namespace ChatPosta.Tests.Commands;

/// <summary>At a terminal, a real one, whoever deletes an account types its id first.</summary>
public sealed class UserDeleteTerminalTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Member _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _alice = await Member.Join(_app, "Alice", PostaUrl.Parse("https://alice.example"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_id_deletes_the_account()
    {
        var (exit, said) = await Type(_alice.User.Id);

        Assert.Contains("This deletes the account of https://alice.example for good.", said, StringComparison.Ordinal);
        Assert.Equal(0, exit);
        Assert.Empty(await _app.Users.List());
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("Alice")]
    [InlineData("")]
    public async Task Anything_else_deletes_nobody(string typed)
    {
        var (exit, said) = await Type(typed);

        Assert.Contains("Add --yes to do it.", said, StringComparison.Ordinal);
        Assert.Equal(2, exit);
        Assert.Single(await _app.Users.List());
    }

    [Fact]
    public async Task Where_nobody_can_type_it_is_not_asked()
    {
        var refused = await _app.Cli("user", "delete", "Alice");

        Assert.Equal((2, ""), (refused.Exit, refused.Out));
        Assert.Contains("Add --yes to do it.", refused.Error, StringComparison.Ordinal);
        Assert.Single(await _app.Users.List());
    }

    /// <summary>Runs the program in a terminal of its own, which <c>script</c> of util-linux makes.</summary>
    private async Task<(int Exit, string Said)> Type(string answer)
    {
        var command = $"dotnet '{typeof(App).Assembly.Location}' user delete Alice --db '{_app.Config.Db}' --base-url https://chat.example";
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--flush", "--command", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var terminal = Process.Start(start)!;
        var asked = await terminal.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await terminal.StandardInput.WriteLineAsync(answer);
        var rest = await terminal.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await terminal.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (terminal.ExitCode, asked + rest);
    }
}
