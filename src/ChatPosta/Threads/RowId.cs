namespace ChatPosta.Threads;

internal static class RowId
{
    /// <summary>Row ids reach 2^53 - 1: what JSON and JavaScript hold exactly.</summary>
    private const long Max = (1L << 53) - 1;

    public static bool IsPossible(long rowId) => rowId is > 0 and < Max;
}
