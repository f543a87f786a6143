using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ChatPosta.Web;

/// <summary>The one way HTML leaves the program: page, fragment and test are the same call on the same template.</summary>
/// <remarks>A fresh renderer per call: a shared one would keep every component it ever rendered.</remarks>
internal sealed class Html(IServiceProvider services, ILoggerFactory logs)
{
    /// <summary>Nothing has left when it returns: whatever goes wrong in a template is an error page, and no half page.</summary>
    public async Task<IResult> Page<TView, TModel>(TModel model, int status = StatusCodes.Status200OK)
        where TView : View<TModel>
    {
        var page = new Utf8Writer();
        await Render<TView, TModel>(model, page);
        return new Written(page, status);
    }

    public async Task<string> Text<TView, TModel>(TModel model)
        where TView : View<TModel>
    {
        await using var text = new StringWriter();
        await Render<TView, TModel>(model, text);
        return text.ToString();
    }

    private async Task Render<TView, TModel>(TModel model, TextWriter output)
        where TView : View<TModel>
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(View<>.Model)] = model });
        await using var renderer = new HtmlRenderer(services, logs);
        await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TView>(parameters)).WriteHtmlTo(output));
    }

    /// <summary>A page that is complete, to be sent once.</summary>
    private sealed class Written(Utf8Writer page, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await using (page)
            {
                var response = httpContext.Response;
                response.StatusCode = status;
                response.ContentType = "text/html; charset=utf-8";
                response.ContentLength = page.Written.Length;
                await response.BodyWriter.WriteAsync(page.Written, httpContext.RequestAborted);
            }
        }
    }
}
