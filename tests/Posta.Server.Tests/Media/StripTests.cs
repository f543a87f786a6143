using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Posta.Server.Media;

namespace Posta.Server.Tests.Media;

/// <summary>What reading and stripping an image promises, whatever comes.</summary>
public sealed class StripTests
{
    public static TheoryData<string> Names => SampleImages.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_stored_is_the_image_and_nothing_else(string name)
    {
        var sample = SampleImages.All[name];

        var result = await Stripped.Of(sample.Sent, sample.MediaType);

        Assert.Equal((ImageFault.None, new ImageSize(sample.Width, sample.Height)), (result.Fault, result.Size));
        Assert.Equal(Convert.ToHexString(sample.Stored), Convert.ToHexString(result.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(sample.Stored)), result.Hash);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_metadata_survives(string name)
    {
        var sample = SampleImages.All[name];
        Assert.Equal(!sample.Sent.SequenceEqual(sample.Stored), Bytes.Hold(sample.Sent, SampleImages.Canary));

        Assert.False(Bytes.Hold((await Stripped.Of(sample.Sent, sample.MediaType)).Bytes, SampleImages.Canary));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_cut_is_noticed(string name)
    {
        var sample = SampleImages.All[name];
        // Bytes after the end are no part of the image.
        var length = sample.Sent.AsSpan().EndsWith(Bytes.Ascii(SampleImages.Canary)) ? sample.Sent.Length - SampleImages.Canary.Length : sample.Sent.Length;

        for (var cut = 0; cut < length; cut++)
            Assert.True(
                (await Stripped.Of(sample.Sent[..cut], sample.MediaType)).Fault is ImageFault.Truncated or ImageFault.NotAnImage, $"cut at {cut} of {length}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task However_the_bytes_arrive_the_result_is_the_same(string name)
    {
        var sample = SampleImages.All[name];

        for (var most = 1; most < 20; most++)
            Assert.Equal(sample.Stored, (await Stripped.Of(new Dribble(sample.Sent, most), sample.MediaType)).Bytes);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_stored_stays_as_it_is_also_of_damaged_images(string name) =>
        Holds(Damaged(SampleImages.All[name].Sent), bytes => IsSettled(bytes, SampleImages.All[name].MediaType));

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg")]
    [InlineData("image/gif")]
    [InlineData("image/webp")]
    public void Any_bytes_are_either_an_image_or_none(string mediaType) =>
        Holds(Pieces(mediaType), bytes => IsSettled(bytes, mediaType));

    [Fact]
    public async Task Large_images_keep_every_byte_of_their_pixels()
    {
        var pixels = new byte[300_000];
        new Random(1).NextBytes(pixels);
        var png = Bytes.Of(PngFile.Signature, PngFile.Header(500, 500), PngFile.Chunk("tEXt", new byte[200_000]), PngFile.Chunk("IDAT", pixels), PngFile.End);
        var scan = pixels.SelectMany(each => each == 0xFF ? new byte[] { each, 0 } : [each]).ToArray();
        var jpeg = Bytes.Of(JpegFile.Start, JpegFile.Segment(0xFE, new byte[65_533]), JpegFile.Frame(500, 500), JpegFile.Scan(scan), JpegFile.End);

        Assert.Equal(
            Bytes.Of(PngFile.Signature, PngFile.Header(500, 500), PngFile.Chunk("IDAT", pixels), PngFile.End), (await Stripped.Of(png, "image/png")).Bytes);
        Assert.Equal(
            Bytes.Of(JpegFile.Start, JpegFile.Frame(500, 500), JpegFile.Scan(scan), JpegFile.End), (await Stripped.Of(jpeg, "image/jpeg")).Bytes);
    }

    // Whatever is accepted is accepted again, with the same bytes and the same size.
    private static bool IsSettled(byte[] bytes, string mediaType)
    {
        var once = Now(Stripped.Of(bytes, mediaType));
        if (once.Fault is not ImageFault.None)
            return true;

        var again = Now(Stripped.Of(once.Bytes, mediaType));
        return again.Fault is ImageFault.None && again.Size == once.Size && again.Bytes.SequenceEqual(once.Bytes) && again.Hash == once.Hash;
    }

    // Memory gives its bytes at once, so this never waits.
    private static Stripped Now(Task<Stripped> stripping)
    {
        Assert.True(stripping.IsCompleted);
        return stripping.GetAwaiter().GetResult();
    }

    private static void Holds(Gen<byte[]> of, Func<byte[], bool> claim) =>
        Prop.ForAll(of.ToArbitrary(), claim).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000));

    private static Gen<byte[]> Damaged(byte[] good) =>
        from places in Gen.Choose(0, good.Length - 1).ListOf()
        from values in ArbMap.Default.GeneratorFor<byte>().ListOf()
        from cut in Gen.Frequency((3, Gen.Constant(good.Length)), (1, Gen.Choose(0, good.Length)))
        select Damage(good, places.Zip(values).Take(4), cut);

    private static byte[] Damage(byte[] good, IEnumerable<(int At, byte Value)> changes, int cut)
    {
        var bytes = good.ToArray();
        foreach (var (at, value) in changes)
            bytes[at] = value;
        return bytes[..cut];
    }

    // The signature, then what such files are made of in any order, and noise.
    private static Gen<byte[]> Pieces(string mediaType)
    {
        var samples = SampleImages.All.Values.Where(each => each.MediaType == mediaType).Select(each => each.Sent).ToArray();
        var noise = ArbMap.Default.GeneratorFor<byte>().ListOf().Select(bytes => bytes.ToArray());
        var piece = from sample in Gen.Elements(samples)
                    from start in Gen.Choose(0, sample.Length)
                    from length in Gen.Choose(0, 60)
                    select sample[start..Math.Min(sample.Length, start + length)];
        return from start in Gen.Choose(0, 40)
               from rest in Gen.OneOf(piece, noise).ListOf()
               select Bytes.Of([samples[0][..Math.Min(start, samples[0].Length)], .. rest]);
    }
}
