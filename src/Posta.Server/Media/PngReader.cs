using System.Buffers.Binary;
using System.Collections.Frozen;

namespace Posta.Server.Media;

/// <summary>
/// PNG (third edition) with its animations: a signature, then chunks from IHDR to IEND. What decides how the pixels look
/// is kept as it is; every other chunk that a decoder may pass over goes.
/// </summary>
internal sealed class PngReader(ImageInput input, ImageOutput output)
{
    public static readonly ImageFormat Format = new(
        "image/png", "png", SignatureLength, start => start.StartsWith(Signature), (input, output) => new PngReader(input, output).Read());

    private const int SignatureLength = 8;
    private const int HeaderDataLength = 13;
    private const string First = "IHDR";
    private const string Last = "IEND";
    private const string Pixels = "IDAT";
    private const string ExifType = "eXIf";

    // With the least and the most bytes of data that they can have: room to spare is room for other things.
    private static readonly FrozenDictionary<string, (uint Least, uint Most)> Kept = new Dictionary<string, (uint, uint)>
    {
        ["PLTE"] = (3, 768),
        [Pixels] = (0, int.MaxValue),
        [Last] = (0, 0),
        ["tRNS"] = (1, 256),
        ["cHRM"] = (32, 32),
        ["gAMA"] = (4, 4),
        ["iCCP"] = (3, int.MaxValue),
        ["sRGB"] = (1, 1),
        ["cICP"] = (4, 4),
        ["mDCV"] = (24, 24),
        ["cLLI"] = (8, 8),
        ["acTL"] = (8, 8),
        ["fcTL"] = (26, 26),
        ["fdAT"] = (4, int.MaxValue),
    }.ToFrozenDictionary();

    private ImageSize _size;
    private int? _orientation;
    private bool _hasPixels;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private async Task<ImageReading> Read()
    {
        output.Write(Signature);
        input.Skip(SignatureLength);
        if (await Header() is not ImageFault.None and var broken)
            return broken;

        while (await input.Have(PngChunk.HeadLength))
        {
            var chunk = PngChunk.Read(input.Ahead);
            if (await Take(chunk) is not ImageFault.None and var fault)
                return fault;
            if (chunk.Type == Last)
                return _hasPixels
                    ? new ImageReading(ImageFault.None, Exif.Shown(_size, _orientation))
                    : ImageFault.NotAnImage;
        }

        return ImageFault.Truncated;
    }

    private async Task<ImageFault> Header()
    {
        if (!await input.Have(PngChunk.HeadLength + HeaderDataLength))
            return ImageFault.Truncated;
        var chunk = PngChunk.Read(input.Ahead);
        if (chunk is not { Type: First, Length: HeaderDataLength })
            return ImageFault.NotAnImage;

        var data = input.Ahead[PngChunk.HeadLength..];
        _size = new ImageSize(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        return _size.Check() is not ImageFault.None and var fault ? fault : await Copy(chunk);
    }

    private async Task<ImageFault> Take(PngChunk chunk)
    {
        if (!chunk.IsWellFormed)
            return ImageFault.NotAnImage;
        if (chunk.Type == ExifType)
            return await TakeOrientation(chunk);

        _hasPixels |= chunk.Type == Pixels;
        if (Kept.TryGetValue(chunk.Type, out var range) && chunk.Length >= range.Least && chunk.Length <= range.Most)
            return await Copy(chunk);
        return chunk.IsAncillary ? await Drop(chunk) : ImageFault.NotAnImage;
    }

    private async Task<ImageFault> TakeOrientation(PngChunk chunk)
    {
        var visible = (int)Math.Min(chunk.Length, ImageInput.Window - PngChunk.HeadLength);
        if (!await input.Have(PngChunk.HeadLength + visible))
            return ImageFault.Truncated;

        var orientation = Exif.Orientation(input.Ahead.Slice(PngChunk.HeadLength, visible));
        if (_orientation is null && orientation is { } known)
            output.Write(PngChunk.Write(ExifType, Exif.Minimal(known)));
        _orientation ??= orientation;
        return await Drop(chunk);
    }

    private async Task<ImageFault> Copy(PngChunk chunk) =>
        await input.Copy(chunk.WholeLength, output) ? ImageFault.None : ImageFault.Truncated;

    private async Task<ImageFault> Drop(PngChunk chunk) =>
        await input.Drop(chunk.WholeLength) ? ImageFault.None : ImageFault.Truncated;
}
