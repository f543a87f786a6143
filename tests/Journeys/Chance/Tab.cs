using Microsoft.Playwright;
using Posta.Protocol;

namespace Journeys.Chance;

/// <summary>One of her open tabs, and what she wrote in it.</summary>
internal sealed class Tab(Person person)
{
    // In one turn, as no hand could: whatever came back into the field meanwhile would be written over.
    private const string SendLine =
        """
        line => {
          const form = document.querySelector("[data-composer]");
          if (!form) return false;
          const field = form.elements.namedItem("message");
          const isEmpty = field.value === "";
          if (isEmpty && line) {
            field.value = line;
            field.dispatchEvent(new Event("input", { bubbles: true }));
          }
          form.requestSubmit();
          return isEmpty;
        }
        """;

    private const string PressOlder =
        """
        () => {
          const link = document.querySelector("#rows [data-older] a, #rows [data-past] a");
          if (link && !link.classList.contains("htmx-request")) link.click();
          return link === null;
        }
        """;

    /// <summary>What she wrote here, and to whom.</summary>
    public List<(string Peer, string Line)> Written { get; } = [];

    public IPage Page => person.Page;

    public string Path => new Uri(Page.Url).AbsolutePath;

    public ILocator Connection => Page.Locator("#connection[data-connection=live]");

    /// <summary>She looks at it, and forgets what was being written elsewhere.</summary>
    public async Task Begin()
    {
        await Page.EvaluateAsync("() => { window.isSameSinceOpened = true; }");
        if (await person.Composer.CountAsync() > 0) await person.Composer.FillAsync("");
    }

    /// <summary>False where what its scripts knew is gone, since the page was loaded anew.</summary>
    public Task<bool> IsSame() => Page.EvaluateAsync<bool>("() => window.isSameSinceOpened === true");

    /// <summary>It shows conversations, and not a problem.</summary>
    public Task<bool> IsWell() => Page.EvaluateAsync<bool>("() => document.querySelector('#conversations') !== null && document.querySelector('#pane .problem') === null");

    public Task<bool> HasList() => Page.EvaluateAsync<bool>("() => document.querySelector('#conversations') !== null");

    public async Task<bool> Reload() => await Page.ReloadAsync() is { Ok: true };

    /// <summary>Waits for something of ours.</summary>
    public async Task<bool> Shows()
    {
        await Page.Locator("#pane .thread, #pane .nothing").WaitForAsync(new() { Timeout = 10_000 });
        return true;
    }

    public async Task<bool> Write(string line) => await Page.EvaluateAsync<bool>(SendLine, line);

    public Task SendAgain() => Page.EvaluateAsync(SendLine, "");

    public Task Switch(PostaUrl peer) => Page.EvaluateAsync("id => document.getElementById(id)?.click()", $"to-{Uri.EscapeDataString(peer.Canonical)}");

    public Task ScrollUp() => Page.EvaluateAsync("() => document.getElementById('scroll')?.scrollBy({ top: -2000 })");

    /// <summary>True when there is nothing older.</summary>
    public Task<bool> LoadOlder() => Page.EvaluateAsync<bool>(PressOlder);

    public Task Resize(Window window) => window switch
    {
        Window.Desk => Page.SetViewportSizeAsync(1200, 800),
        Window.Low => Page.SetViewportSizeAsync(900, 320),
        _ => Page.SetViewportSizeAsync(360, 640),
    };
}
