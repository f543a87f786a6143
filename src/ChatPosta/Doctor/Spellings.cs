using System.Text;

namespace ChatPosta.Doctor;

/// <summary>The ways in which a value may lie in a file: as it is, in UTF-16, in hexadecimal digits, in base64 at any of three offsets.</summary>
internal static class Spellings
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(byte[] value) =>
    [
        ("as it is", value),
        ("in UTF-16", Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(value))),
        ("in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(value))),
        ("in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(value))),
        .. Enumerable.Range(0, 3).SelectMany(offset => Base64(value, offset)),
    ];

    // Three bytes are four letters, so what stands before the value decides how it is spelt; letters that neighbours share are left out.
    private static IEnumerable<(string, byte[])> Base64(byte[] value, int offset)
    {
        var bits = (offset + value.Length) * 8;
        var from = (offset * 8 + 5) / 6;
        var letters = Convert.ToBase64String([.. new byte[offset], .. value])[from..(bits / 6)];
        if (letters.Length < 6) yield break;

        yield return ("in base64", Encoding.ASCII.GetBytes(letters));
        yield return ("in base64", Encoding.ASCII.GetBytes(letters.Replace('+', '-').Replace('/', '_')));
    }
}
