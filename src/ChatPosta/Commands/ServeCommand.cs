using System.CommandLine;
using Posta.Hosting.Cli;

namespace ChatPosta.Commands;

internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the chat until it is told to stop.");
        command.SetAction(async (parse, ct) =>
        {
            try
            {
                await using var app = App.Build(ChatSettings.Read(parse));
                await app.RunAsync(ct);
                return ExitCode.Ok;
            }
            catch (InvalidDataException exception)
            {
                return Output.For(parse).Fail(exception.Message);
            }
        });
        return command;
    }
}
