using System.Globalization;
using AngleSharp.Dom;
using ChatPosta.Languages;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Languages;

/// <summary>Each page in both languages, side by side: what reads the same was forgotten, or is nobody's language.</summary>
public sealed class NorwegianPageTests
{
    /// <summary>Names, what the tests' own models say, and what is written alike in both languages.</summary>
    private static readonly string[] Alike =
    [
        "posta", "Alice", "alice.example", "Bob", "timeout", "posta+v1://…", "English", "Norsk bokmål", "iPhone", "iPad", "Mac", "Android", "Windows", "Linux",
        "Done.", "Not done.", "No.", "No", "It did not work.", "It is the only one.", "Boats", "Phone", "Opens your account · synced",
        "Start", "Send", "alice.example at localhost",
    ];

    [Theory, MemberData(nameof(PageTests.Names), MemberType = typeof(PageTests))]
    public async Task Nothing_stays_English(string page)
    {
        var english = Read(await In(Language.English, page));
        var norwegian = Read(await In(Language.Norwegian, page));

        // Precondition: something is read there.
        Assert.NotEmpty(english);
        var same = english.Intersect(norwegian).Except(Alike).Where(text => text.Any(char.IsLetter)).ToArray();
        Assert.Empty(same);
    }

    [Theory, MemberData(nameof(PageTests.Names), MemberType = typeof(PageTests))]
    public async Task It_says_which_language_it_is_in(string page)
    {
        Assert.Equal("en", (await In(Language.English, page)).DocumentElement.GetAttribute("lang"));
        Assert.Equal("nb", (await In(Language.Norwegian, page)).DocumentElement.GetAttribute("lang"));
    }

    private static async Task<IDocument> In(Language language, string page)
    {
        CultureInfo.CurrentUICulture = language.Culture;
        return await PageTests.Render(page);
    }

    /// <summary>Without what somebody wrote, typed or is to type.</summary>
    private static HashSet<string> Read(IDocument document)
    {
        foreach (var element in document.QuerySelectorAll("code, kbd, bdi, textarea, .avatar, .conversation__name, .code-sheet__groups, .quote, .bubble").ToArray()) element.Remove();
        var text = document.Body!.Descendants<IText>().Select(node => node.Data);
        var attributes = document.All.SelectMany(element => element.Attributes).Where(IsRead).Select(attribute => attribute.Value);
        return text.Concat(attributes).Select(each => each.Trim()).Where(each => each.Length > 0).ToHashSet();
    }

    private static bool IsRead(IAttr attribute) =>
        attribute.Name is "title" or "aria-label" or "alt" or "placeholder"
        || (attribute.Name.StartsWith("data-", StringComparison.Ordinal) && !attribute.Name.StartsWith("data-hx-", StringComparison.Ordinal) && attribute.Value.Contains(' ', StringComparison.Ordinal));
}
