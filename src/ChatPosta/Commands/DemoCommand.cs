using System.CommandLine;
using ChatPosta.Demo;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

/// <summary>Both programs in one process, with two people to be (chat.md §1).</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Keep everything in this folder. Without it, the demo leaves nothing behind." };
        var port = new Option<ushort>("--port") { Description = "chat-posta's port.", DefaultValueFactory = _ => 8080 };
        var serverPort = new Option<ushort>("--server-port") { Description = "posta-server's port.", DefaultValueFactory = _ => 8443 };
        var command = new Command("demo", "Try everything on this machine: a chat, a server, and two people.") { data, port, serverPort, Output.JsonOption() };
        command.SetAction(async (parse, ct) =>
        {
            var output = Output.For(parse);
            if (Foreign(parse) is { } flag) return output.Misused($"{flag} is for `serve`; the demo takes --data, --port and --server-port.");

            var options = new DemoOptions(parse.GetValue(data), parse.GetValue(port), parse.GetValue(serverPort));
            return await Run(options, output, ct);
        });
        return command;
    }

    /// <summary>A flag of the program that the demo has no use for; saying nothing would look as if it had worked.</summary>
    private static string? Foreign(ParseResult parse) => parse.RootCommandResult.Command.Options
        .FirstOrDefault(option => option.Recursive && parse.GetResult(option) is { Implicit: false })?.Name;

    private static async Task<int> Run(DemoOptions options, Output output, CancellationToken ct)
    {
        try
        {
            await using var demo = await RunningDemo.Start(options, ct);
            output.Answer(Words(demo, options), new
            {
                demo.Url,
                Identities = demo.Identities.Select(identity =>
                    new { identity.Slug, Url = identity.Url.Canonical, identity.InviteLink, identity.PairingUri }),
            });
            await demo.WaitForStop(ct);
            output.Say("The demo has stopped.");
            return ExitCode.Ok;
        }
        catch (DemoException exception)
        {
            return output.Fail(exception.Message);
        }
    }

    private static string Words(RunningDemo demo, DemoOptions options) =>
        $"""

        chat-posta is running at {demo.Url}
        {(options.Data is null ? "Everything is in a temporary folder and goes when the demo stops." : $"Everything is kept in {Path.GetFullPath(options.Data)}.")}

        Be two people. Open each invite link in a browser of its own (two profiles, or one
        normal and one private window), and paste that person's pairing link when asked:

        {string.Join($"{Environment.NewLine}{Environment.NewLine}", demo.Identities.Select(Words))}

        Then let {demo.Identities[0].Slug} press "New conversation" and type {demo.Identities[^1].Url.Display}
        Ctrl-C stops the demo.

        """;

    private static string Words(DemoIdentity identity) =>
        $"""
          {identity.Slug}
            invite   {identity.InviteLink}
            pairing  {identity.PairingUri}
        """;
}
