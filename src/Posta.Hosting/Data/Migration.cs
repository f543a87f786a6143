using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Posta.Hosting.Data;

/// <summary>The numbered scripts <c>NNN-name.sql</c> embedded in an assembly below a folder ("Migrations", "Sessions/Migrations").</summary>
public sealed record MigrationSet(Assembly Assembly, string Folder);

internal sealed partial record Migration(int Number, string Name, string Sql)
{
    /// <summary>A script named <c>NNN-name.data.sql</c> changes data, so the file is copied before the first script of that start.</summary>
    public bool ChangesData => Name.EndsWith(".data", StringComparison.Ordinal);

    public static IReadOnlyList<Migration> Of(MigrationSet set)
    {
        var folder = $".{set.Folder.Replace('/', '.')}.";
        var found = from resource in set.Assembly.GetManifestResourceNames()
                    let file = FileName().Match(resource)
                    where file.Success && $".{file.Groups["folder"].Value}".EndsWith(folder, StringComparison.Ordinal)
                    let number = int.Parse(file.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)
                    orderby number
                    select new Migration(number, file.Groups["name"].Value, Text(set.Assembly, resource));
        Migration[] all = [.. found];
        if (all.Length == 0) throw new InvalidOperationException($"{set.Assembly.GetName().Name} embeds no scripts below {set.Folder}.");
        for (var i = 0; i < all.Length; i++)
            if (all[i].Number != i + 1) throw new InvalidOperationException($"Migration {i + 1:000} is missing or twice in {set.Folder}.");
        return all;
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^(?<folder>.*\.)(?<number>\d{3})-(?<name>[^.]+(\.data)?)\.sql$")]
    private static partial Regex FileName();
}
