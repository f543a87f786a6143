using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Journeys;

/// <summary>Looks at one page after the other in every window: keeps a picture of each, and notes what somebody could not use.</summary>
internal sealed class Inspection(Person person)
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

    /// <param name="state">What the page shows; the name of the picture.</param>
    /// <param name="part">What is to be seen of a page that is longer than the window.</param>
    public async Task Look(string state, ILocator? part = null)
    {
        await person.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        foreach (var screen in Screen.All)
        {
            await screen.Apply(person.Page);
            if (part is not null) await part.ScrollIntoViewIfNeededAsync();
            await Look(state, screen);
        }
    }

    private async Task Look(string state, Screen screen)
    {
        await person.Photograph($"{screen.Name}-{state}");
        foreach (var cut in await person.Page.EvaluateAsync<string[]>(CutOff)) Note(cut);
        if (!screen.IsCheckedByAxe) return;

        foreach (var violation in (await person.Page.RunAxe(Rules)).Violations) Note(Describe(violation));

        void Note(string finding) => _findings.Add($"{state}, {screen.Name}: {finding}");
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Select(node => node.Html))}";
}
