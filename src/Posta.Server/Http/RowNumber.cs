using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Posta.Protocol;

namespace Posta.Server.Http;

/// <summary>Numbers in a query; the framework's binding would answer without our error bodies.</summary>
internal static class RowNumber
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>How many messages one answer holds (C-06).</summary>
    public static bool TryReadLimit(IQueryCollection query, out int limit, [NotNullWhen(false)] out IResult? problem)
    {
        var isGood = TryRead(query, "limit", 1, MaxLimit, out var wanted, out problem);
        limit = (int)(wanted ?? DefaultLimit);
        return isGood;
    }

    /// <summary>True when the parameter is absent or a number within the bounds.</summary>
    public static bool TryRead(
        IQueryCollection query, string name, long min, long max, out long? number, [NotNullWhen(false)] out IResult? problem)
    {
        number = null;
        problem = null;
        if (!query.TryGetValue(name, out var values))
            return true;
        if (values is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            number = value;
            return true;
        }

        problem = Answers.Refuse(400, ErrorCode.BadParameter, $"{name} must be one whole number from {min} to {max}.");
        return false;
    }
}
