using System.Buffers.Binary;

namespace Posta.Server.Media;

/// <summary>
/// JPEG (ITU T.81): markers with segments, and after each start of scan the pixels. Tables, frames and scans are copied as
/// they are; of the application segments only what decides how the pixels look is kept, comments go.
/// </summary>
internal sealed class JpegReader(ImageInput input, ImageOutput output)
{
    public static readonly ImageFormat Format = new(
        "image/jpeg", "jpg", 3, start => start.StartsWith(Signature), (input, output) => new JpegReader(input, output).Read());

    private ImageSize? _size;
    private int? _orientation;
    private bool _hasScan;
    private bool _hasJfif;

    // The third byte belongs to whichever marker comes first.
    private static ReadOnlySpan<byte> Signature => [0xFF, JpegMarker.StartOfImage, 0xFF];

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    private static ReadOnlySpan<byte> ProfileName => "ICC_PROFILE\0"u8;

    private static ReadOnlySpan<byte> JfifName => "JFIF\0"u8;

    // Version 1.1 without the thumbnail, and without the density, which only printers ask for.
    private static ReadOnlySpan<byte> MinimalJfif => "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0"u8;

    private static ReadOnlySpan<byte> AdobeName => "Adobe"u8;

    private const int AdobeLength = 12;

    private async Task<ImageReading> Read()
    {
        await input.Copy(2, output);
        while (await NextMarker() is { } marker)
        {
            if (marker == JpegMarker.EndOfImage)
                return End();
            if (await Take(marker) is not ImageFault.None and var fault)
                return fault;
        }

        return ImageFault.Truncated;
    }

    private ImageReading End()
    {
        if (_size is not { } size || !_hasScan)
            return ImageFault.NotAnImage;

        output.Write([JpegMarker.Prefix, JpegMarker.EndOfImage]);
        return new ImageReading(ImageFault.None, Exif.Shown(size, _orientation));
    }

    // Decoders pass over what stands between two segments, and so does this.
    private async ValueTask<byte?> NextMarker()
    {
        while (await input.Have(2))
        {
            var (prefix, marker) = (input.Ahead[0], input.Ahead[1]);
            if (prefix == JpegMarker.Prefix && marker is not (0 or JpegMarker.Prefix))
            {
                input.Skip(2);
                return marker;
            }

            var next = input.Ahead[1..].IndexOf(JpegMarker.Prefix);
            input.Skip(next < 0 ? input.Ahead.Length : next + 1);
        }

        return null;
    }

    private async Task<ImageFault> Take(byte marker)
    {
        if (JpegMarker.StandsAlone(marker))
            return marker == JpegMarker.StartOfImage ? ImageFault.NotAnImage : ImageFault.None;
        if (!await input.Have(2))
            return ImageFault.Truncated;

        var length = BinaryPrimitives.ReadUInt16BigEndian(input.Ahead);
        if (length < 2)
            return ImageFault.NotAnImage;
        if (!await input.Have(length))
            return ImageFault.Truncated;
        if (JpegMarker.IsApplication(marker))
            TakeApplication(marker, length);
        else if (JpegMarker.IsFrame(marker) && TakeFrame(length) is not ImageFault.None and var fault)
            return fault;
        else if (JpegMarker.IsKept(marker))
            Write(marker, input.Ahead[2..length]);
        input.Skip(length);
        return marker == JpegMarker.StartOfScan ? await TakeScan() : ImageFault.None;
    }

    private ImageFault TakeFrame(int length)
    {
        if (_size is not null || length < 8)
            return ImageFault.NotAnImage;

        var size = new ImageSize(
            BinaryPrimitives.ReadUInt16BigEndian(input.Ahead[5..]), BinaryPrimitives.ReadUInt16BigEndian(input.Ahead[3..]));
        _size = size;
        return size.Check();
    }

    private void TakeApplication(byte marker, int length)
    {
        var data = input.Ahead[2..length];
        if (marker == JpegMarker.Application + 1 && data.StartsWith(ExifName))
            TakeOrientation(Exif.Orientation(data[ExifName.Length..]));
        else if (marker == JpegMarker.Application + 2 && data.StartsWith(ProfileName))
            Write(marker, data);
        else if (marker == JpegMarker.Application + 14 && data.StartsWith(AdobeName) && data.Length >= AdobeLength)
            Write(marker, data[..AdobeLength]);
        else if (marker == JpegMarker.Application && data.StartsWith(JfifName) && !_hasJfif)
        {
            _hasJfif = true;
            Write(marker, MinimalJfif);
        }
    }

    private void TakeOrientation(int? orientation)
    {
        if (_orientation is null && orientation is { } known)
            Write(JpegMarker.Application + 1, [.. ExifName, .. Exif.Minimal(known)]);
        _orientation ??= orientation;
    }

    /// <summary>Copies the pixels up to the next marker that is none of theirs.</summary>
    private async Task<ImageFault> TakeScan()
    {
        if (_size is null)
            return ImageFault.NotAnImage;

        _hasScan = true;
        while (await input.Have(2))
        {
            var at = input.Ahead[..^1].IndexOf(JpegMarker.Prefix);
            if (at >= 0 && JpegMarker.EndsScan(input.Ahead[at + 1]))
            {
                await input.Copy(at, output);
                return ImageFault.None;
            }

            // A second 0xFF may itself begin a marker.
            var isPair = at >= 0 && input.Ahead[at + 1] != JpegMarker.Prefix;
            await input.Copy(at < 0 ? input.Ahead.Length - 1 : isPair ? at + 2 : at + 1, output);
        }

        return ImageFault.Truncated;
    }

    private void Write(int marker, ReadOnlySpan<byte> data)
    {
        var length = data.Length + 2;
        output.Write([JpegMarker.Prefix, (byte)marker, (byte)(length >> 8), (byte)length]);
        output.Write(data);
    }
}
