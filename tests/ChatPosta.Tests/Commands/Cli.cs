using System.CommandLine;
using System.Text.Json;
using Posta.Hosting.Cli;

namespace ChatPosta.Tests.Commands;

/// <summary>The command line of the program, with what it says and its exit code.</summary>
internal sealed record Cli(int Exit, string Out, string Error)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Out);

    public static async Task<Cli> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.Run(Program.Root(), args, new InvocationConfiguration { Output = output, Error = error });
        return new(exit, output.ToString(), error.ToString());
    }
}
