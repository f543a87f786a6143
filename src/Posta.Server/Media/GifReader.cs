using System.Buffers.Binary;

namespace Posta.Server.Media;

/// <summary>
/// GIF 87a and 89a with animations: a screen, then frames and extensions up to a trailer. Of the extensions those stay that
/// time the frames and repeat them.
/// </summary>
internal sealed class GifReader(ImageInput input, ImageOutput output)
{
    public static readonly ImageFormat Format = new(
        "image/gif", "gif", 6, start => start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8), (input, output) => new GifReader(input, output).Read());

    private const int ScreenLength = 13;
    private const int FrameHeadLength = 10;
    private const int ControlLength = 8;
    private const int LoopLength = 18;
    private const byte Frame = 0x2C;
    private const byte Extension = 0x21;
    private const byte Trailer = 0x3B;
    private const byte Control = 0xF9;
    private const byte Application = 0xFF;

    private bool _hasFrame;

    private async Task<ImageReading> Read()
    {
        if (!await input.Have(ScreenLength))
            return ImageFault.Truncated;

        var size = new ImageSize(Short(6), Short(8));
        if (size.Check() is not ImageFault.None and var wrongSize)
            return wrongSize;
        if (!await input.Copy(ScreenLength + PaletteLength(input.Ahead[10]), output))
            return ImageFault.Truncated;

        while (await input.Have(1) && input.Ahead[0] != Trailer)
            if (await TakeBlock(input.Ahead[0]) is not ImageFault.None and var fault)
                return fault;
        return await End(size);
    }

    private async Task<ImageReading> End(ImageSize size)
    {
        if (!await input.Copy(1, output))
            return ImageFault.Truncated;
        return _hasFrame ? new ImageReading(ImageFault.None, size) : ImageFault.NotAnImage;
    }

    private async Task<ImageFault> TakeBlock(byte introducer)
    {
        switch (introducer)
        {
            case Frame:
                return await TakeFrame();
            case Extension:
                return await TakeExtension();
            case 0:
                // One terminator too many, which decoders pass over.
                input.Skip(1);
                return ImageFault.None;
            default:
                return ImageFault.NotAnImage;
        }
    }

    private async Task<ImageFault> TakeFrame()
    {
        if (!await input.Have(FrameHeadLength))
            return ImageFault.Truncated;

        // Decoders widen the screen for a frame that reaches over its edge.
        var reach = new ImageSize(Short(1) + Short(5), Short(3) + Short(7));
        if (reach.Check() is not ImageFault.None and var fault)
            return fault;

        _hasFrame = true;
        const int codeSize = 1;
        return await input.Copy(FrameHeadLength + PaletteLength(input.Ahead[9]) + codeSize, output)
            ? await TakeSubBlocks(output)
            : ImageFault.Truncated;
    }

    private async Task<ImageFault> TakeExtension()
    {
        // Shorter ones than these may stand at the end of the file.
        await input.Have(LoopLength);
        if (IsControl(input.Ahead))
            return await input.Copy(ControlLength, output) ? ImageFault.None : ImageFault.Truncated;
        if (IsLoop(input.Ahead))
        {
            await input.Copy(LoopLength, output);
            output.Write([0]);
            return await TakeSubBlocks(null);
        }

        return await input.Drop(2) ? await TakeSubBlocks(null) : ImageFault.Truncated;
    }

    // Introducer, label, size, four bytes about the next frame, terminator.
    private static bool IsControl(ReadOnlySpan<byte> block) =>
        block.Length >= ControlLength && block[1] == Control && block[2] == 4 && block[7] == 0;

    // Introducer, label, size, name, then a sub-block of the number 1 and how often the frames are repeated.
    private static bool IsLoop(ReadOnlySpan<byte> block) =>
        block.Length >= LoopLength && block[1] == Application && block[2] == 11
        && (block[3..].StartsWith("NETSCAPE2.0"u8) || block[3..].StartsWith("ANIMEXTS1.0"u8))
        && block[14] == 3 && block[15] == 1;

    /// <summary>Copies sub-blocks, or passes over them, up to their terminator.</summary>
    private async Task<ImageFault> TakeSubBlocks(ImageOutput? to)
    {
        while (await input.Have(1))
        {
            var length = input.Ahead[0];
            if (!await (to is null ? input.Drop(length + 1) : input.Copy(length + 1, to)))
                return ImageFault.Truncated;
            if (length == 0)
                return ImageFault.None;
        }

        return ImageFault.Truncated;
    }

    private int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(input.Ahead[at..]);

    private static int PaletteLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
