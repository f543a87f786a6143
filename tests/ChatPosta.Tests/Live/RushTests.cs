using ChatPosta.Live;

namespace ChatPosta.Tests.Live;

public sealed class RushTests
{
    private readonly Rush _rush = new();
    private long _allocated;

    [Fact]
    public void Is_over_once_it_is_quiet() =>
        Assert.Equal([false, false, true, false], Looks(Rush.Busy, Rush.Busy, 0, 0));

    [Fact]
    public void Is_not_over_while_the_program_is_neither_busy_nor_quiet() =>
        Assert.Equal([false, false, false, true], Looks(Rush.Busy, Rush.Quiet, Rush.Busy - 1, Rush.Quiet - 1));

    [Fact]
    public void Never_is_over_where_it_never_began() =>
        Assert.Equal([false, false, false], Looks(Rush.Busy - 1, 0, 0));

    [Fact]
    public void Can_come_again() =>
        Assert.Equal([false, true, false, true], Looks(Rush.Busy, 0, Rush.Busy, 0));

    private bool[] Looks(params long[] allocated) => [.. allocated.Select(more => _rush.IsOver(_allocated += more))];
}
