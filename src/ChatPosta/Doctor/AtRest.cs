namespace ChatPosta.Doctor;

/// <summary>
/// The negative search (security.md §2.5): reads every file of the data folder as whoever stole it would, and says what is
/// readable by whom. Nothing is changed, whether the program runs or not.
/// </summary>
/// <param name="samples">Values that the operator knows to be secret, such as a token of their own.</param>
internal sealed class AtRest(ChatConfig config, IReadOnlyList<byte[]> samples)
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(config.Db))!;

    public (IReadOnlyList<KindFound> Kinds, IReadOnlyList<Finding> Findings) Run()
    {
        var known = KnownSecrets.Of(config);
        string[] files = [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var copies = new Copies(config, known);
        Finding[] findings =
        [
            .. new FileModes(config).Run(files),
            .. files.SelectMany(file => Search(file, known)),
            .. files.SelectMany(copies.Judge),
            .. Leftovers.Of(config, known),
        ];
        return (KindFound.In(config), Complete(findings, files));
    }

    private static Finding[] Complete(Finding[] findings, string[] files) => findings.Any(finding => finding.Check == "search")
        ? findings
        : [.. findings, Finding.Ok("search", $"no token, pairing link, cookie, invite code or unlock code in the clear, and no sample, in {files.Length} files.")];

    private IEnumerable<Finding> Search(string file, KnownSecrets known)
    {
        var shapes = new SecretShapes(known);
        var found = new HashSet<(string What, long At)>();
        foreach (var (from, bytes) in FileWindows.Of(file, Overlap))
            found.UnionWith(shapes.In(bytes).Concat(Samples(bytes)).Select(hit => (hit.What, from + hit.At)));

        return found.GroupBy(hit => hit.What).Select(hits => Finding.Problem(
            "search", $"{file} holds {hits.Key}, {hits.Count()} times, first at byte {hits.Min(hit => hit.At)}. Find out what wrote it, delete that, and revoke what it opens."));
    }

    private int Overlap => samples.Select(sample => 2 * sample.Length).Append(SecretShapes.Longest).Max();

    private IEnumerable<(string What, int At)> Samples(byte[] bytes) => samples
        .SelectMany((sample, index) => Spellings.Of(sample).Select(way => (What: $"sample {index + 1} {way.Name}", At: bytes.AsSpan().IndexOf(way.Bytes))))
        .Where(hit => hit.At >= 0);
}
