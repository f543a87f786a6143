using Microsoft.AspNetCore.Components;

namespace ChatPosta.Web;

/// <summary>A template: a pure function from one model to HTML. It injects nothing and does no I/O.</summary>
public abstract class View<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
