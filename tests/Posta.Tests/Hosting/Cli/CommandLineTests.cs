using System.CommandLine;
using System.Net.Sockets;
using Posta.Hosting.Cli;
using Posta.Hosting.Configuration;

namespace Posta.Tests.Hosting.Cli;

public sealed class CommandLineTests
{
    private readonly StringWriter _answers = new();
    private readonly StringWriter _errors = new();

    [Theory]
    [InlineData("list", 0, "words\n", "")]
    [InlineData("list --json", 0, "{\"a\":1}\n", "")]
    [InlineData("plain", 0, "words\n", "")]
    [InlineData("fail", 1, "", "It broke.\n")]
    [InlineData("forbidden", 1, "", "The operating system refuses this address (Permission denied): ports below 1024 need a privilege (root or CAP_NET_BIND_SERVICE). Choose another with --listen.\n")]
    [InlineData("misconfigured file", 1, "", "file: wrong. Mend it.\n")]
    [InlineData("misconfigured flag --x", 2, "", "flag --x: wrong. Mend it.\n")]
    public async Task A_command_answers_its_exit_code(string line, int exitCode, string answers, string errors)
    {
        Assert.Equal(exitCode, await Run(line));
        Assert.Equal((answers, errors), (_answers.ToString(), _errors.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lits")]
    [InlineData("list --jsno")]
    public async Task A_wrong_command_line_is_a_usage_error_without_an_answer(string line)
    {
        Assert.Equal(2, await Run(line));
        Assert.Equal("", _answers.ToString());
        Assert.EndsWith("--help shows the commands and flags.\n", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_an_answer()
    {
        Assert.Equal(0, await Run("--help"));
        Assert.Contains("list", _answers.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_is_not_hidden() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run("bug"));

    private Task<int> Run(string line) => CommandLine.Run(
        Root(),
        line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries),
        new InvocationConfiguration { Output = _answers, Error = _errors });

    private static RootCommand Root()
    {
        var origin = new Argument<string>("origin");
        return
        [
            Command("list", output => output.Answer("words", new { A = 1 }), Output.JsonOption()),
            Command("plain", output => output.Answer("words", new { A = 1 })),
            Verb("fail", parse => Output.For(parse).Fail("It broke.")),
            Verb("forbidden", _ => throw new SocketException((int)SocketError.AccessDenied)),
            Verb("bug", _ => throw new InvalidOperationException()),
            Verb("misconfigured", parse => throw new ConfigurationException(parse.GetValue(origin)!, "wrong", "Mend it."), origin),
        ];
    }

    private static Command Command(string name, Action<Output> answer, params IEnumerable<Option> options)
    {
        var command = new Command(name);
        foreach (var option in options) command.Options.Add(option);
        command.SetAction(parse => answer(Output.For(parse)));
        return command;
    }

    private static Command Verb(string name, Func<ParseResult, int> act, params IEnumerable<Argument> arguments)
    {
        var command = new Command(name);
        foreach (var argument in arguments) command.Arguments.Add(argument);
        command.SetAction(act);
        return command;
    }
}
