using System.Buffers.Binary;

namespace Posta.Server.Media;

/// <summary>
/// WebP (RFC 9649) with animations: a RIFF file. Chunks of pixels and the colour profile are copied as they are, everything
/// else goes, also from inside the frames; then the lengths and the flags are mended.
/// </summary>
internal sealed class WebPReader(ImageInput input, ImageOutput output)
{
    public static readonly ImageFormat Format = new(
        "image/webp", "webp", FileHeadLength, Starts, (input, output) => new WebPReader(input, output).Read());

    private const int FileHeadLength = 12;
    private const int FileTypeLength = 4;
    private const int ExtendedLength = 10;
    private const int FrameHeadLength = 16;
    private const int FlagsAt = FileHeadLength + RiffChunk.HeadLength;

    private const byte ExifFlag = 0x08;
    private const byte KeptFlags = 0x20 | 0x10 | 0x02; // profile, alpha, animation

    private ImageSize? _canvas;
    private byte? _flags;
    private int? _orientation;
    private bool _hasPixels;

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    private static bool Starts(ReadOnlySpan<byte> start) => start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8);

    private async Task<ImageReading> Read()
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(input.Ahead[4..]);
        if (length < FileTypeLength)
            return ImageFault.NotAnImage;

        await input.Copy(FileHeadLength, output);
        if (await Each(length - FileTypeLength, Take) is not ImageFault.None and var fault)
            return fault;
        if (!_hasPixels || _canvas is not { } size)
            return ImageFault.NotAnImage;

        MendHead(length);
        return new ImageReading(ImageFault.None, Exif.Shown(size, _orientation));
    }

    private void MendHead(uint declared)
    {
        var length = (uint)output.Length - RiffChunk.HeadLength;
        if (length != declared)
            output.Patch(4, RiffChunk.Bytes(length));
        if (_orientation is not null && _flags is { } flags)
            output.Patch(FlagsAt, [(byte)(flags | ExifFlag)]);
    }

    /// <summary>Takes the chunks that fill so many bytes.</summary>
    private async Task<ImageFault> Each(long left, Func<RiffChunk, Task<ImageFault>> take)
    {
        while (left >= RiffChunk.HeadLength)
        {
            if (!await input.Have(RiffChunk.HeadLength))
                return ImageFault.Truncated;
            var chunk = RiffChunk.Read(input.Ahead);
            left -= RiffChunk.HeadLength + (long)chunk.Length;
            if (left < 0)
                return ImageFault.NotAnImage;
            if (await take(chunk) is not ImageFault.None and var fault)
                return fault;

            // Some writers leave the last padding out.
            var padding = chunk.IsPadded && left > 0 ? 1 : 0;
            left -= padding;
            if (!await input.Drop(padding))
                return ImageFault.Truncated;
        }

        return await input.Drop(left) ? ImageFault.None : ImageFault.Truncated;
    }

    private async Task<ImageFault> Take(RiffChunk chunk) => chunk.Type switch
    {
        "VP8X" => await TakeExtended(chunk),
        "VP8 " or "VP8L" when _canvas is null || (_flags is not null && !_hasPixels) => await TakePixels(chunk),
        _ when _canvas is null => ImageFault.NotAnImage,
        _ when _flags is null => await Drop(chunk),
        "ICCP" or "ANIM" or "ALPH" => await Copy(chunk),
        "ANMF" => await TakeFrame(chunk),
        "EXIF" => await TakeOrientation(chunk),
        _ => await Drop(chunk),
    };

    private async Task<ImageFault> TakeInFrame(RiffChunk chunk) => chunk.Type switch
    {
        "VP8 " or "VP8L" => await TakePixels(chunk),
        "ALPH" => await Copy(chunk),
        _ => await Drop(chunk),
    };

    private async Task<ImageFault> TakeExtended(RiffChunk chunk)
    {
        if (_canvas is not null || chunk.Length != ExtendedLength)
            return ImageFault.NotAnImage;
        if (!await input.Have(RiffChunk.HeadLength + ExtendedLength))
            return ImageFault.Truncated;

        var flags = (byte)(input.Ahead[RiffChunk.HeadLength] & KeptFlags);
        var canvas = SizeAt(RiffChunk.HeadLength + 4);
        (_flags, _canvas) = (flags, canvas);
        output.Write(chunk.Head());
        output.Write([flags, 0, 0, 0]);
        input.Skip(RiffChunk.HeadLength + 4);
        return canvas.Check() is not ImageFault.None and var fault ? fault : await CopyData(ExtendedLength - 4);
    }

    private async Task<ImageFault> TakePixels(RiffChunk chunk)
    {
        var headLength = chunk.Type == "VP8L" ? WebPPixels.LosslessHeadLength : WebPPixels.LossyHeadLength;
        if (chunk.Length < headLength)
            return ImageFault.NotAnImage;
        if (!await input.Have(RiffChunk.HeadLength + headLength))
            return ImageFault.Truncated;

        var size = WebPPixels.Size(chunk.Type, input.Ahead[RiffChunk.HeadLength..]);
        if (size.Check() is not ImageFault.None and var fault)
            return fault;

        _canvas ??= size;
        _hasPixels = true;
        return await Copy(chunk);
    }

    private async Task<ImageFault> TakeFrame(RiffChunk chunk)
    {
        if (chunk.Length < FrameHeadLength)
            return ImageFault.NotAnImage;
        if (!await input.Have(RiffChunk.HeadLength + FrameHeadLength))
            return ImageFault.Truncated;
        if (SizeAt(RiffChunk.HeadLength + 6).Check() is not ImageFault.None and var wrongSize)
            return wrongSize;

        var start = output.Length;
        await input.Copy(RiffChunk.HeadLength + FrameHeadLength, output);
        if (await Each(chunk.Length - FrameHeadLength, TakeInFrame) is not ImageFault.None and var fault)
            return fault;

        var length = (uint)(output.Length - start - RiffChunk.HeadLength);
        if (length != chunk.Length)
            output.Patch(start + 4, RiffChunk.Bytes(length));
        return ImageFault.None;
    }

    private async Task<ImageFault> TakeOrientation(RiffChunk chunk)
    {
        var visible = (int)Math.Min(chunk.Length, ImageInput.Window - RiffChunk.HeadLength);
        if (!await input.Have(RiffChunk.HeadLength + visible))
            return ImageFault.Truncated;

        var orientation = OrientationIn(input.Ahead.Slice(RiffChunk.HeadLength, visible));
        if (_orientation is null && orientation is { } known)
        {
            var exif = Exif.Minimal(known);
            output.Write((chunk with { Length = (uint)exif.Length }).Head());
            output.Write(exif);
        }

        _orientation ??= orientation;
        return await Drop(chunk);
    }

    // Some writers put the name in front that JPEG has there.
    private static int? OrientationIn(ReadOnlySpan<byte> exif) =>
        Exif.Orientation(exif.StartsWith(ExifName) ? exif[ExifName.Length..] : exif);

    private async Task<ImageFault> Copy(RiffChunk chunk)
    {
        if (await CopyData(RiffChunk.HeadLength + (long)chunk.Length) is not ImageFault.None and var fault)
            return fault;
        if (chunk.IsPadded)
            output.Write([0]);
        return ImageFault.None;
    }

    private async Task<ImageFault> CopyData(long length) =>
        await input.Copy(length, output) ? ImageFault.None : ImageFault.Truncated;

    private async Task<ImageFault> Drop(RiffChunk chunk) =>
        await input.Drop(RiffChunk.HeadLength + (long)chunk.Length) ? ImageFault.None : ImageFault.Truncated;

    // Width and height less one, three bytes each.
    private ImageSize SizeAt(int at)
    {
        var bytes = input.Ahead[at..];
        return new ImageSize(
            1 + (bytes[0] | (bytes[1] << 8) | (bytes[2] << 16)), 1 + (bytes[3] | (bytes[4] << 8) | (bytes[5] << 16)));
    }
}
