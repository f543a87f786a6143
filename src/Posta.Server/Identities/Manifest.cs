using System.Text;
using Posta.Hosting.Configuration;
using Posta.Protocol;

namespace Posta.Server.Identities;

/// <summary>identities.toml: which identities this daemon serves.</summary>
public static class Manifest
{
    internal const string TableName = "identity";

    private static readonly string[] Keys = ["slug", "url", "name", "kind"];

    /// <summary>Every identity of the file; none when there is no file yet.</summary>
    /// <exception cref="ConfigurationException">The first mistake, with its line and, for a URL, its category.</exception>
    public static IReadOnlyList<ManifestEntry> Read(string path) =>
        File.Exists(path) ? ReadExisting(path) : [];

    /// <summary>Every identity of the file, which must be there.</summary>
    /// <exception cref="ConfigurationException">It is not, or the first mistake in it.</exception>
    public static IReadOnlyList<ManifestEntry> ReadExisting(string path) => Parse(Toml.Read(path, "manifest"), path);

    /// <summary>Adds one identity, keeping the file's text; a crash leaves the old file or the new one.</summary>
    /// <exception cref="ConfigurationException">The file is broken, or the slug or the host is taken.</exception>
    public static void Add(string path, ManifestEntry entry)
    {
        Directory.CreateDirectory(Folder(path));
        using var edit = EditLock.Take(Folder(path));
        Write(path, CheckRoomFor(path, entry));
    }

    /// <summary>Takes one identity out, keeping the rest of the file's text; false when it is not there.</summary>
    /// <exception cref="ConfigurationException">The file is broken, or is not written as a program can take this out of it.</exception>
    public static bool Remove(string path, string slug)
    {
        if (!File.Exists(path))
            return false;

        using var edit = EditLock.Take(Folder(path));
        var entries = ReadExisting(path);
        if (entries.All(entry => entry.Slug != slug))
            return false;

        var after = ManifestText.Without(File.ReadAllText(path), slug, path);
        // Whatever the file looks like, only this identity may go.
        if (after is null || !ParseText(after, path).SequenceEqual(entries.Where(entry => entry.Slug != slug)))
            throw new ConfigurationException(path, $"{slug} is written in a way that only a person can take out", "Edit the file.");

        Write(path, after);
        return true;
    }

    /// <summary>The file's text with the entry, if that is a good manifest.</summary>
    /// <exception cref="ConfigurationException">The file is broken, or the slug or the host is taken.</exception>
    internal static string CheckRoomFor(string path, ManifestEntry entry)
    {
        var before = File.Exists(path) ? File.ReadAllText(path) : "";
        var after = before + (before.Length == 0 ? "" : before.EndsWith('\n') ? "\n" : "\n\n") + Table(entry);
        ParseText(after, path);
        return after;
    }

    private static IReadOnlyList<ManifestEntry> ParseText(string text, string path) => Parse(Toml.Parse(text, path), path);

    private static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static void Write(string path, string text) => DurableFile.Write(path, Encoding.UTF8.GetBytes(text), DurableFile.ModeOf(path));

    internal static IReadOnlyList<ManifestEntry> Parse(TomlTable file, string path)
    {
        foreach (var (key, value) in file)
            if (key != TableName || value is not TomlArray)
                throw Wrong(path, value, $"there is no \"{key}\" in a manifest", "Write one [[identity]] per identity.");

        var entries = new List<ManifestEntry>();
        foreach (var table in file.Tables(TableName))
        {
            var entry = Entry(table, path);
            CheckUnique(entries, entry, table, path);
            entries.Add(entry);
        }

        return entries;
    }

    private static ManifestEntry Entry(TomlTable table, string path)
    {
        foreach (var (key, value) in table)
            if (!Keys.Contains(key) || value is not TomlString)
                throw Wrong(path, value, $"\"{key}\" is not understood here", "Write slug, url, name and kind, all of them strings.");

        var slug = table.Text("slug") ?? "";
        if (!Slug.IsValid(slug))
            throw Wrong(path, table.Find("slug") ?? table, $"\"{slug}\" is not a slug", $"Choose another: {Slug.Rule}.");
        if (!PostaUrl.TryCanonicalize(table.Text("url") ?? "", out var url, out var rejection))
            throw Wrong(path, table.Find("url") ?? table, $"the url of {slug} is {rejection.Code()}", rejection.Explain());

        return new ManifestEntry(slug, url, table.Text("name") ?? "", table.Text("kind") ?? "person");
    }

    // C-02: requests are told apart by their host alone.
    private static void CheckUnique(List<ManifestEntry> earlier, ManifestEntry entry, TomlTable table, string path)
    {
        if (earlier.Any(other => other.Slug == entry.Slug))
            throw Wrong(path, table, $"the slug {entry.Slug} stands here twice", "Choose another for one of them.");
        if (earlier.Find(other => other.Url.Authority == entry.Url.Authority) is { } neighbour)
            throw Wrong(
                path, table, $"{entry.Slug} and {neighbour.Slug} share the host {entry.Url.Authority}", "Give each identity its own.");
    }

    private static string Table(ManifestEntry entry) =>
        $"""
        [[{TableName}]]
        slug = {Toml.Quote(entry.Slug)}
        url = {Toml.Quote(entry.Url.Canonical)}
        name = {Toml.Quote(entry.Name)}
        kind = {Toml.Quote(entry.Kind)}

        """;

    private static TomlException Wrong(string path, TomlValue where, string problem, string fix) =>
        new(path, where.Line, problem, fix);
}
