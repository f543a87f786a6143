using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ChatPosta.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPosta.Tests.Web;

/// <summary>A template as a browser would read it.</summary>
internal static class Rendered
{
    private static readonly IServiceProvider Services = new ServiceCollection()
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .BuildServiceProvider();

    public static async Task<IDocument> Of<TView, TModel>(TModel model)
        where TView : View<TModel> => Parse(await new Html(Services, NullLoggerFactory.Instance).Text<TView, TModel>(model));

    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    public static IElement The(this IParentNode node, string selector) => Assert.Single(node.QuerySelectorAll(selector));

    /// <summary>What is read, with a blank wherever one element ends and another begins.</summary>
    public static string Words(this IElement element) => string.Join(' ', element
        .Descendants<IText>()
        .SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
