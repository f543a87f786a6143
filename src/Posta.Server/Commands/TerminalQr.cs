using QRCoder;

namespace Posta.Server.Commands;

/// <summary>A QR code in the characters of a terminal.</summary>
internal static class TerminalQr
{
    public static string Draw(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall();
    }
}
