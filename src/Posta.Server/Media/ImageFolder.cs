using Posta.Server.Identities;

namespace Posta.Server.Media;

/// <summary>Where one identity's images lie: beside its messages.</summary>
internal sealed class ImageFolder(string path, TimeProvider time)
{
    private const string UnderWay = ".image-";

    public StagedImage Stage(ImageKind kind, ImageFormat format) =>
        new(Path.Combine(path, $"{UnderWay}{Guid.NewGuid():N}")) { Kind = kind, Format = format };

    /// <summary>Gives the image its name, durably; says whether there was none of that name yet.</summary>
    public bool Keep(StagedImage image, ImageName name)
    {
        var file = PathOf(name.ToString());
        var isNew = !File.Exists(file);
        if (isNew)
        {
            image.MoveTo(file);
            Touch(name.ToString());
        }

        // Also for one that is there: another request may have moved it a moment ago.
        DurableFile.FlushFolder(path);
        return isNew;
    }

    /// <summary>The file, for as long as the reader holds it; null if there is none.</summary>
    public FileStream? Open(ImageName name)
    {
        try
        {
            return new FileStream(
                PathOf(name.ToString()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes what a crash has left of images under way.</summary>
    public void Sweep()
    {
        foreach (var file in Directory.EnumerateFiles(path, $"{UnderWay}*"))
            File.Delete(file);
    }

    /// <summary>The avatars, each with the time at which it was last touched.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset At)> Avatars() =>
        [.. new DirectoryInfo(path).EnumerateFiles($"{ImageKind.Avatar.Prefix}-*").Select(file => (file.Name, new DateTimeOffset(file.LastWriteTimeUtc)))];

    public void Touch(string name)
    {
        if (File.Exists(PathOf(name)))
            File.SetLastWriteTimeUtc(PathOf(name), time.GetUtcNow().UtcDateTime);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(path, name);
}
