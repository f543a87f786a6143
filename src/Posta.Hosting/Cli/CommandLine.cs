using System.CommandLine;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Posta.Hosting.Configuration;
using Posta.Hosting.Data;

namespace Posta.Hosting.Cli;

/// <summary>Runs a program's command line with our exit codes and plain words instead of stack traces.</summary>
public static partial class CommandLine
{
    /// <summary>How long a command may take to end after Ctrl-C or SIGTERM. The programs need less for their clients.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    /// <summary>Parses, runs the command, and answers the exit code.</summary>
    public static async Task<int> Run(RootCommand root, IReadOnlyList<string> args, InvocationConfiguration? streams = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        streams ??= new InvocationConfiguration();
        streams.EnableDefaultExceptionHandler = false;
        streams.ProcessTerminationTimeout = StopWithin;
        var parse = root.Parse(args);
        return parse.Errors.Count > 0 ? Misused(parse, streams.Error) : await Run(parse, streams);
    }

    private static async Task<int> Run(ParseResult parse, InvocationConfiguration streams)
    {
        try
        {
            return await parse.InvokeAsync(streams);
        }
        catch (ConfigurationException refusal)
        {
            await streams.Error.WriteLineAsync(refusal.Message);
            return refusal.IsFromCommandLine ? ExitCode.Usage : ExitCode.Failed;
        }
        catch (IOException busy) when (busy.InnerException is AddressInUseException)
        {
            await streams.Error.WriteLineAsync($"{busy.Message} Stop the other program, or choose another port with --listen.");
            return ExitCode.Failed;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AccessDenied)
        {
            await streams.Error.WriteLineAsync(
                $"The operating system refuses this address ({refused.Message}): ports below 1024 need a privilege "
                + "(root or CAP_NET_BIND_SERVICE). Choose another with --listen.");
            return ExitCode.Failed;
        }
        catch (SocketException foreign) when (foreign.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            await streams.Error.WriteLineAsync("This machine does not have that address. Choose another with --listen.");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await streams.Error.WriteLineAsync("Stopped before it was done.");
            return ExitCode.Failed;
        }
        catch (UnauthorizedAccessException denied)
        {
            await streams.Error.WriteLineAsync($"{denied.Message} Run this as the user whose files they are.");
            return ExitCode.Failed;
        }
        catch (DatabaseException unusable)
        {
            await streams.Error.WriteLineAsync(unusable.Message);
            return ExitCode.Failed;
        }
    }

    /// <summary>Without the parser's names for our types, which say nothing to people.</summary>
    private static string InWords(string problem) =>
        UnreadableValue().Match(problem) is { Success: true } found ? $"{found.Groups["option"].Value} cannot be {found.Groups["value"].Value}." : problem;

    [GeneratedRegex("^Cannot parse argument '(?<value>.*)' for option '(?<option>[^']*)' as expected type ", RegexOptions.Singleline)]
    private static partial Regex UnreadableValue();

    private static int Misused(ParseResult parse, TextWriter errors)
    {
        foreach (var error in parse.Errors) errors.WriteLine(InWords(error.Message));
        errors.WriteLine("--help shows the commands and flags.");
        return ExitCode.Usage;
    }
}
