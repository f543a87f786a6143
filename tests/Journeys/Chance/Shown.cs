using Microsoft.Playwright;

namespace Journeys.Chance;

/// <summary>What a tab shows, without what may differ from a fresh load of the same address.</summary>
internal static class Shown
{
    private const string Read =
        """
        () => {
          const body = document.body.cloneNode(true);
          const without = (selector) => body.querySelectorAll(selector).forEach((part) => part.remove());
          // Where the stream stood when the page was made, and how the connection stands since when.
          body.removeAttribute("data-live-id");
          without("#connection");
          // Where this tab's reader had come to: the divider, how many rows are new below, what was read aloud.
          without("#unread, [data-fresh], [data-log]");
          // A key for each rendering, and what is being written.
          without(".composer");
          // Opened by this tab's reader.
          body.querySelectorAll("details").forEach((details) => details.removeAttribute("open"));
          // "Today" is said by the reader's clock, a day's heading by the first of its rows that is loaded, both by the minute.
          body.querySelectorAll("time[data-shape=day], time[data-shape=brief]").forEach((time) => time.replaceChildren());
          body.querySelectorAll("time[data-shape=day]").forEach((time) => time.removeAttribute("datetime"));
          // An attribute that htmx leaves behind, empty.
          body.querySelectorAll("[class='']").forEach((part) => part.removeAttribute("class"));
          // Blanks between elements, which a part has or has not where it is put into a page.
          const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
          const blanks = [];
          while (texts.nextNode()) if (!texts.currentNode.data.trim() && !texts.currentNode.parentElement.closest(".body")) blanks.push(texts.currentNode);
          blanks.forEach((blank) => blank.remove());
          return `${document.title}\n${body.outerHTML.replaceAll("<", "\n<")}`;
        }
        """;

    private const string ReadBadges =
        """
        () => [...document.querySelectorAll(".conversation")].map((row) => `${decodeURIComponent(row.pathname.slice(3))} ${parseInt(row.querySelector(".badge")?.textContent ?? "0")}`)
        """;

    public static Task<string> In(IPage page) => page.EvaluateAsync<string>(Read);

    /// <summary>The numbers of the rows, in the order in which they stand.</summary>
    public static Task<long[]> RowsIn(IPage page) => page.EvaluateAsync<long[]>("() => [...document.querySelectorAll('[data-row]')].map((row) => Number(row.dataset.row))");

    /// <summary>Each conversation and how many unread its badge says.</summary>
    public static Task<string[]> BadgesIn(IPage page) => page.EvaluateAsync<string[]>(ReadBadges);

    /// <summary>The lines in which two differ, for whoever has to find out why.</summary>
    public static string Difference(string tab, string fresh)
    {
        var (one, other) = (tab.Split('\n'), fresh.Split('\n'));
        var same = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {same} of {one.Length} and {other.Length}\n  tab:   {Around(one, same)}\n  fresh: {Around(other, same)}";
    }

    private static string Around(string[] lines, int at) => string.Join(' ', lines.Skip(at - 3).Take(9).Select(line => line.Trim()));
}
