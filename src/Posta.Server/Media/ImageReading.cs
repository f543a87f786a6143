namespace Posta.Server.Media;

/// <summary>What reading an image found: its size, or what is wrong with it.</summary>
internal readonly record struct ImageReading(ImageFault Fault, ImageSize Size)
{
    public static implicit operator ImageReading(ImageFault fault) => new(fault, default);
}
