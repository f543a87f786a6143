namespace Journeys;

/// <summary>Where this run keeps its pictures.</summary>
internal static class Repository
{
    public static string Screenshots { get; } = Path.Combine(Root(), "artifacts", "screenshots");

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ChatPosta.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
