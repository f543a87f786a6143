using static ChatPosta.Languages.Texts;

namespace ChatPosta.Passkeys;

/// <summary>
/// What keeps passkeys that can unlock (have PRF), by platform (security.md §1.6). Advice only: what counts is what an
/// authenticator answers, so nobody is turned away for the name of the device.
/// </summary>
public sealed record PasskeyAdvice(string Platform, string Text)
{
    private static (string System, PasskeyAdvice Advice)[] Known =>
    [
        ("iPhone", new("iPhone", T("Keep the passkey in Apple's Passwords app (iCloud Keychain), with iOS 18.4 or newer."))),
        ("iPad", new("iPad", T("Keep the passkey in Apple's Passwords app (iCloud Keychain), with iPadOS 18.4 or newer."))),
        ("Mac", new("Mac", T("Safari with Apple's Passwords app (iCloud Keychain) on macOS 15.4 or newer; or Chrome or Edge with Google Password Manager."))),
        ("Android", new("Android", T("Chrome with Google Password Manager. Firefox for Android, and browsers inside other apps, can't do it yet."))),
        ("Windows", new("Windows", T("Chrome or Edge with Google Password Manager; or Windows Hello, with Windows 11 and the browser up to date."))),
        ("Linux", new("Linux", T("Chrome with Google Password Manager; or a security key."))),
        ("", new(T("A security key"), T("A YubiKey 5 with firmware 5.2 or newer, or another key with “hmac-secret”, in Chrome, Edge or Firefox on a computer."))),
        ("", new(T("A password manager"), T("1Password and Dashlane can do it; others differ from browser to browser."))),
    ];

    /// <summary>For what the person uses; null for a system that we don't know.</summary>
    public static PasskeyAdvice? For(string device) => Known.FirstOrDefault(known => IsOn(known.System, device)).Advice;

    public static IEnumerable<PasskeyAdvice> Others(string device) =>
        Known.Where(known => !IsOn(known.System, device)).Select(known => known.Advice);

    private static bool IsOn(string system, string device) => system.Length > 0 && device.EndsWith($" on {system}", StringComparison.Ordinal);
}
