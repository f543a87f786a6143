namespace Posta.Server;

internal static class Program
{
    private static int Main(string[] args) => args.Length;
}
