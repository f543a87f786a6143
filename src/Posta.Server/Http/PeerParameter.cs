using System.Diagnostics.CodeAnalysis;
using Posta.Protocol;

namespace Posta.Server.Http;

/// <summary>A peer as clients name it: in canonical or display form, or as a person typed it.</summary>
internal static class PeerParameter
{
    public static bool TryRead(string? text, [NotNullWhen(true)] out PostaUrl? peer, [NotNullWhen(false)] out IResult? problem)
    {
        problem = null;
        if (PostaUrl.TryParseInput(text ?? "", out peer, out var rejection))
            return true;

        problem = Answers.Refuse(rejection);
        return false;
    }
}
