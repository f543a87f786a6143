using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Posta.Hosting.Configuration;

/// <summary>Reads TOML 1.0, except dates and times, which our files do not use. Every refusal names its line.</summary>
public static class Toml
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a file; throws a <see cref="ConfigurationException"/> when it cannot be read, with who named it as origin.</summary>
    public static TomlTable Read(string path, string namedBy)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException(namedBy, $"\"{path}\" cannot be read: {refusal.Message.TrimEnd('.')}", "Name a readable file.");
        }
    }

    /// <summary>Parses the bytes of a file; throws <see cref="TomlException"/>.</summary>
    public static TomlTable Parse(ReadOnlySpan<byte> utf8, string file)
    {
        if (utf8.StartsWith(ByteOrderMark)) utf8 = utf8[ByteOrderMark.Length..];
        var characters = new char[utf8.Length];
        if (Utf8.ToUtf16(utf8, characters, out var read, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            return Parse(new string(characters, 0, written), file);
        }

        throw new TomlException(file, 1 + utf8[..read].Count((byte)'\n'), "this is not UTF-8 text", "Save the file as UTF-8.");
    }

    /// <summary>Parses a text; throws <see cref="TomlException"/>.</summary>
    public static TomlTable Parse(string text, string file) => new TomlReader(new TomlText(text, file)).Document();

    /// <summary>Writes a text as a TOML string, quotes included.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
