namespace Posta.Server.Media;

/// <summary>The second byte of a JPEG marker, after 0xFF (ITU T.81, table B.1).</summary>
internal static class JpegMarker
{
    public const byte Prefix = 0xFF;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;

    /// <summary>The first of sixteen.</summary>
    public const byte Application = 0xE0;

    private const byte Temporary = 0x01;
    private const byte Huffman = 0xC4;
    private const byte Reserved = 0xC8;
    private const byte Arithmetic = 0xCC;
    private const byte Quantization = 0xDB;
    private const byte RestartInterval = 0xDD;

    /// <summary>No segment follows.</summary>
    public static bool StandsAlone(byte marker) => marker is StartOfImage or EndOfImage or Temporary || IsRestart(marker);

    public static bool IsApplication(byte marker) => (marker & 0xF0) == Application;

    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (Huffman or Reserved or Arithmetic);

    public static bool IsKept(byte marker) =>
        IsFrame(marker) || marker is Huffman or Arithmetic or Quantization or RestartInterval or StartOfScan;

    /// <summary>Among pixels 0xFF is written as 0xFF 0x00, may fill up, and marks restarts; anything else ends them.</summary>
    public static bool EndsScan(byte marker) => marker is not (0 or Prefix) && !IsRestart(marker);

    private static bool IsRestart(byte marker) => marker is >= 0xD0 and <= 0xD7;
}
