using Posta.Testing;

namespace Posta.Tests.Contract;

/// <summary>
/// The published files are what the lists beside this file say. To change them, change a list and run this class once
/// with POSTA_WRITE_VECTORS=1.
/// </summary>
public sealed class VectorFileTests
{
    [Theory]
    [InlineData("actors.json", 25)]
    [InlineData("envelopes.json", 40)]
    [InlineData("rooms.json", 10)]
    public void A_published_file_is_what_its_list_says(string name, int least)
    {
        var made = VectorFile.Make(name);
        if (Environment.GetEnvironmentVariable("POSTA_WRITE_VECTORS") == "1")
            File.WriteAllBytes(VectorFile.PathOf(name), made);

        Assert.True(made.AsSpan().SequenceEqual(File.ReadAllBytes(VectorFile.PathOf(name))), $"{name} is not up to date.");
        var names = Vectors.Read(name).GetProperty("vectors").EnumerateArray().Select(v => v.GetProperty("name").GetString()).ToList();
        Assert.True(names.Count >= least);
        Assert.Equal(names.Distinct(), names);
    }
}
