using System.Reflection;
using Posta.Protocol;

namespace Posta.Server.Tests.Docs;

/// <summary>A code is for programs, whose author has to find out what it means.</summary>
public sealed class CodeTests
{
    public static TheoryData<string> Codes =>
    [
        .. typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(each => (string)each.GetRawConstantValue()!),
        .. Enum.GetValues<UrlRejection>().Select(each => each.Code()),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_stands_in_a_table_for_people(string code) =>
        Assert.Contains($"`{code}`", Page("api.md") + Page("protocol.md"), StringComparison.Ordinal);

    private static string Page(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", name)))
            folder = folder.Parent ?? throw new FileNotFoundException(name);
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", name));
    }
}
