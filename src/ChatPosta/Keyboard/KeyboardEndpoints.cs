using ChatPosta.Web;

namespace ChatPosta.Keyboard;

/// <summary>The help for the keyboard as a page, for those who point and where scripts are off.</summary>
internal static class KeyboardEndpoints
{
    public static void MapKeyboard(this IEndpointRouteBuilder app) =>
        app.MapGet("/settings/keyboard", (Html html) => html.Page<KeyboardPage, IReadOnlyList<KeyCommand>>(KeyCommand.All));
}
