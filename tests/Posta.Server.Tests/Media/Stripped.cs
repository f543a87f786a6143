using System.Net;
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
internal sealed class Stalled(byte[] bytes) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes, cancellationToken);
        // Over HTTP/2 few bytes would otherwise wait in the client for more.
        await stream.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
