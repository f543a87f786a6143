namespace Posta.Hosting.Configuration;

/// <summary>A text is not the TOML that we read. The message names file and line.</summary>
public sealed class TomlException(string file, int line, string problem, string fix)
    : ConfigurationException($"{file}:{line}", problem, fix)
{
    /// <summary>The file as it was named to the reader.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;
}
