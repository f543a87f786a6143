using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ChatPosta.Web;

/// <summary>The one way HTML leaves the program: page, fragment and test are the same call on the same template.</summary>
/// <remarks>A fresh renderer per call: a shared one would keep every component it ever rendered.</remarks>
internal sealed class Html(IServiceProvider services, ILoggerFactory logs)
{
    public async Task<IResult> Page<TView, TModel>(TModel model, int status = StatusCodes.Status200OK)
        where TView : View<TModel> =>
        Results.Content(await Text<TView, TModel>(model), "text/html; charset=utf-8", statusCode: status);

    public async Task<string> Text<TView, TModel>(TModel model)
        where TView : View<TModel>
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(View<>.Model)] = model });
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TView>(parameters)).ToHtmlString());
    }
}
