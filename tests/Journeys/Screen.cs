using Microsoft.Playwright;

namespace Journeys;

/// <summary>The windows in which the pages have to work: two sizes in two colour schemes, and the narrowest that we promise.</summary>
internal static class Screen
{
    public const string Desktop = "desktop-light";
    public const string DesktopDark = "desktop-dark";
    public const string Phone = "phone-light";
    public const string PhoneDark = "phone-dark";
    public const string Narrow = "narrow-light";

    public static TheoryData<string> All { get; } = [Desktop, DesktopDark, Phone, PhoneDark, Narrow];

    /// <summary>Both colour schemes, and the small layout once: it has the same colours.</summary>
    public static bool IsCheckedByAxe(string screen) => screen is Desktop or DesktopDark or Phone;

    public static BrowserNewContextOptions Options(string screen)
    {
        var isTouched = !screen.StartsWith("desktop", StringComparison.Ordinal);
        return new()
        {
            ViewportSize = SizeOf(screen),
            ColorScheme = screen.EndsWith("dark", StringComparison.Ordinal) ? ColorScheme.Dark : ColorScheme.Light,
            // A picture taken during a transition shows, and measures, neither state.
            ReducedMotion = ReducedMotion.Reduce,
            IsMobile = isTouched,
            HasTouch = isTouched,
            DeviceScaleFactor = isTouched ? 2 : 1,
        };
    }

    private static ViewportSize SizeOf(string screen) => screen.Split('-')[0] switch
    {
        "desktop" => new() { Width = 1200, Height = 800 },
        "phone" => new() { Width = 360, Height = 740 },
        _ => new() { Width = 320, Height = 640 },
    };
}
