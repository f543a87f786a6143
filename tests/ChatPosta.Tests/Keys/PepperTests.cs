using ChatPosta.Keys;

namespace ChatPosta.Tests.Keys;

public sealed class PepperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_made_once_and_only_its_owner_can_read_it()
    {
        var path = Path.Combine(_folder, "pepper");
        var first = Pepper.ReadOrCreate(path).Bytes.ToArray();

        Assert.Equal(first, Pepper.ReadOrCreate(path).Bytes.ToArray());
        Assert.Equal(32, first.Length);
        Assert.NotEqual(new byte[32], first);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Programs_that_start_at_once_agree_on_one()
    {
        var path = Path.Combine(_folder, "pepper");
        var peppers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Convert.ToHexString(Pepper.ReadOrCreate(path).Bytes))));
        Assert.Single(peppers.Distinct());
    }

    [Fact]
    public void A_file_that_is_no_pepper_is_refused_in_words()
    {
        var path = Path.Combine(_folder, "pepper");
        File.WriteAllText(path, "short");
        Assert.Contains("not a pepper file", Assert.Throws<InvalidDataException>(() => Pepper.ReadOrCreate(path)).Message, StringComparison.Ordinal);
    }
}
