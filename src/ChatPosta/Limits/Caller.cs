using ChatPosta.Sessions;
using Posta.Hosting.Http;

namespace ChatPosta.Limits;

/// <summary>Whose request it is. Handlers take it as a parameter.</summary>
/// <param name="User">The user's id; the address for somebody who is not signed in.</param>
internal sealed record Caller(string Address, string User)
{
    public static ValueTask<Caller?> BindAsync(HttpContext context)
    {
        var address = ClientKey.Of(context);
        return ValueTask.FromResult<Caller?>(new(address, context.Features.Get<Session>()?.User.Id ?? address));
    }

    public string Key(Sharing by) => by switch
    {
        Sharing.Address => Address,
        Sharing.User => User,
        _ => "",
    };
}
