using System.Diagnostics.CodeAnalysis;
using Posta.Protocol;

namespace Posta.Server.Http;

/// <summary>A peer as clients name it: in canonical or display form, or as a person typed it.</summary>
internal static class PeerParameter
{
    public static string IsMissing(string name) => $"{name} is missing: the address of the person or room that this is about.";

    public static bool TryRead(string name, string? text, [NotNullWhen(true)] out PostaUrl? peer, [NotNullWhen(false)] out IResult? problem)
    {
        (peer, problem) = (null, null);
        if (string.IsNullOrEmpty(text))
        {
            problem = Answers.Refuse(400, UrlRejection.MalformedHost.Code(), IsMissing(name));
            return false;
        }

        if (PostaUrl.TryParseInput(text, out peer, out var rejection))
            return true;

        problem = Answers.Refuse(rejection);
        return false;
    }
}
