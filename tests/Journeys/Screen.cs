using Microsoft.Playwright;

namespace Journeys;

/// <summary>A window in which the pages have to work.</summary>
/// <param name="IsCheckedByAxe">Each colour scheme and each layout once is enough.</param>
internal sealed record Screen(string Name, int Width, int Height, ColorScheme Scheme, bool IsCheckedByAxe = false)
{
    public static readonly Screen Desktop = new("desktop-light", 1200, 800, ColorScheme.Light, IsCheckedByAxe: true);
    public static readonly Screen DesktopDark = new("desktop-dark", 1200, 800, ColorScheme.Dark);
    public static readonly Screen Phone = new("phone-light", 360, 740, ColorScheme.Light);
    public static readonly Screen PhoneDark = new("phone-dark", 360, 740, ColorScheme.Dark, IsCheckedByAxe: true);

    /// <summary>The narrowest that we promise.</summary>
    public static readonly Screen Narrow = new("narrow-light", 320, 640, ColorScheme.Light);

    /// <summary>The first one last, so that a journey goes on in the window in which it began.</summary>
    public static IReadOnlyList<Screen> All { get; } = [Narrow, Phone, PhoneDark, DesktopDark, Desktop];

    /// <summary>A device that is such a window: touched where it is small.</summary>
    public BrowserNewContextOptions Options => new()
    {
        ViewportSize = new() { Width = Width, Height = Height },
        ColorScheme = Scheme,
        ReducedMotion = ReducedMotion.Reduce,
        IsMobile = Width < 600,
        HasTouch = Width < 600,
        DeviceScaleFactor = Width < 600 ? 2 : 1,
    };

    /// <summary>Makes the window that <paramref name="page"/> is in such a one.</summary>
    public async Task Apply(IPage page)
    {
        await page.SetViewportSizeAsync(Width, Height);
        // A picture taken during a transition shows, and measures, neither state.
        await page.EmulateMediaAsync(new() { ColorScheme = Scheme, ReducedMotion = ReducedMotion.Reduce });
        // The frame after next is the first that is painted whole in the new colours.
        await page.EvaluateAsync("() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))");
    }
}
