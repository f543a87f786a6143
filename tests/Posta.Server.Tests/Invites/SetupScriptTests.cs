using System.Text.Json;
using QRCoder;

namespace Posta.Server.Tests.Invites;

public sealed class SetupScriptTests
{
    private const int QuietZone = 4;

    [Fact]
    public async Task Every_QR_code_is_module_for_module_the_one_of_an_independent_encoder()
    {
        // Each length up to the longest pairing link: all twelve versions, their edges, and every mask.
        string[] texts = [.. Enumerable.Range(1, 324).Select(Text)];

        var drawn = await SetupScript.Value<string[]>(
            "qr.js", $"{JsonSerializer.Serialize(texts)}.map(text => script.encode(text).map(row => row.join('')).join('\\n'))");

        Assert.All(texts.Zip(drawn), pair => Assert.Equal(Expected(pair.First), pair.Second));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused() => Assert.Equal(
        "RangeError",
        await SetupScript.Value<string>("qr.js", "(() => { try { return script.encode('x'.repeat(368)); } catch (e) { return e.name; } })()"));

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", 0, "Firefox on Linux")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", 5, "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/143.0 Mobile/15E148 Safari/604.1", 5, "Chrome on iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15", 0, "Safari on Mac")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15", 5, "Safari on iPad")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36", 5, "Chrome on Android")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0", 0, "Edge on Windows")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36", 0, "Chrome on Chromebook")]
    [InlineData("Lynx/2.9", 0, "")]
    public async Task A_device_that_nobody_named_is_called_after_its_browser_and_system(string agent, int touchPoints, string name) =>
        Assert.Equal(name, await SetupScript.Value<string>("device.js", $"script.guess({JsonSerializer.Serialize(agent)}, {touchPoints})"));

    // The same for each run, without being regular.
    private static string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (((i * 7919) + (length * 104729)) % 9973 % 26))));

    private static string Expected(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var rows = data.ModuleMatrix.Skip(QuietZone).SkipLast(QuietZone);
        return string.Join('\n', rows.Select(row => string.Concat(row.Cast<bool>().Skip(QuietZone).SkipLast(QuietZone).Select(dark => dark ? '1' : '0'))));
    }
}
