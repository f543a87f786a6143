namespace Posta.Hosting.Configuration;

/// <summary>What a person configured cannot be used. The message says where it stands, what is wrong, and the cure.</summary>
public class ConfigurationException(string origin, string problem, string fix)
    : Exception($"{origin}: {problem}. {fix}")
{
    /// <summary>Where it stands: "/etc/x.toml:3", "flag --listen", "environment CHAT_POSTA_LISTEN".</summary>
    public string Origin { get; } = origin;

    /// <summary>What is wrong, without a full stop.</summary>
    public string Problem { get; } = problem;

    /// <summary>What to do about it, a sentence.</summary>
    public string Fix { get; } = fix;

    /// <summary>It was typed on the command line, so it is a usage error (C-21).</summary>
    public bool IsFromCommandLine => Origin.StartsWith(Settings.FlagOrigin, StringComparison.Ordinal);
}
