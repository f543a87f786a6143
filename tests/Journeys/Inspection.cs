using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Journeys;

/// <summary>Looks at one page after the other in one kind of window: keeps a picture of each, and notes what somebody could not use.</summary>
internal sealed class Inspection(Person person, string screen)
{
    // A part that is cut off at the side, wherever it is cut. One pixel is what screen readers alone are to find.
    private const string CutOff =
        """
        () => ["html", "body", "main", ".shell", ".sidebar", ".sidebar__list", ".pane", "#scroll", "#rows", ".letter__sheet", ".new"]
          .flatMap(part => [...document.querySelectorAll(part)])
          .filter(part => part.scrollWidth > part.clientWidth && part.clientWidth > 1)
          .map(part => `${part.tagName}.${part.className} is ${part.scrollWidth} px wide in ${part.clientWidth}`)
        """;

    private static readonly AxeRunOptions Rules = new()
    {
        Rules = new() { ["target-size"] = new() { Enabled = true } },
    };

    private readonly List<string> _findings = [];

    public IReadOnlyList<string> Findings => _findings;

    public async Task Look(string state)
    {
        await person.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        await person.Photograph($"{screen}-{state}");
        foreach (var part in await person.Page.EvaluateAsync<string[]>(CutOff)) _findings.Add($"{state}: {part}");
        if (!Screen.IsCheckedByAxe(screen)) return;

        foreach (var violation in (await person.Page.RunAxe(Rules)).Violations) _findings.Add($"{state}: {Describe(violation)}");
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Select(node => node.Html))}";
}
