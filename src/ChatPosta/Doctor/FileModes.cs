using ChatPosta.Keys;

namespace ChatPosta.Doctor;

/// <summary>Who may read and change the files.</summary>
internal sealed class FileModes(ChatConfig config)
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public IEnumerable<Finding> Run(IReadOnlyList<string> files)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(config.Db))!;
        string[] open = [.. files.Where(IsOpen)];
        return
        [
            .. open.Select(file => Finding.Problem("modes", $"others than its owner may read or write {file}. Take that away: chmod 600 {file}")),
            .. IsWritable(folder) ? [Finding.Problem("modes", $"others than its owner may put files into {folder}. Take that away: chmod go-w {folder}")] : Array.Empty<Finding>(),
            .. open.Length == 0 ? [Finding.Ok("modes", $"{files.Count} files in {folder}, for their owner only.")] : Array.Empty<Finding>(),
            Pepper(),
        ];
    }

    private Finding Pepper() => !File.Exists(config.PepperFile)
        ? Finding.Warning("pepper", $"{config.PepperFile} is not there; the next start makes one, and everybody signs in again.")
        : new FileInfo(config.PepperFile).Length != KeyChain.KeySize
            ? Finding.Problem("pepper", $"{config.PepperFile} is not a pepper: it must hold {KeyChain.KeySize} bytes. Remove it to make a new one; everybody will have to sign in again.")
            : Finding.Ok("pepper", "in a file of its own.");

    private static bool IsOpen(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    private static bool IsWritable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;
}
