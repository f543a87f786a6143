namespace Posta.Hosting.Cli;

/// <summary>What a command tells the shell (C-21).</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Understood, but it could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;
}
