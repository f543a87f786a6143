using Posta.Server.Media;

namespace Posta.Server.Tests.Media;

/// <summary>What became of an image in memory.</summary>
internal sealed record Stripped(ImageFault Fault, ImageSize Size, byte[] Bytes, string Hash)
{
    public static Task<Stripped> Of(byte[] image, string mediaType) => Of(new MemoryStream(image), mediaType);

    public static async Task<Stripped> Of(Stream image, string mediaType)
    {
        using var file = new MemoryStream();
        using var input = new ImageInput(image, int.MaxValue, TestContext.Current.CancellationToken);
        using var output = new ImageOutput(file);
        var reading = await ImageFormats.Strip(input, output, ImageFormats.Declared(mediaType)!);
        return new Stripped(reading.Fault, reading.Size, file.ToArray(), output.Hash());
    }
}

/// <summary>Bytes that come a few at a time, as from a network.</summary>
internal sealed class Dribble(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
}

/// <summary>Bytes after which nothing comes, and no end either.</summary>
internal sealed class Stalled(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            return count;

        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}
