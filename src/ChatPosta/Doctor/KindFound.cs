using ChatPosta.Accounts;
using Posta.Hosting.Data;

namespace ChatPosta.Doctor;

/// <summary>One kind of data as it lies in the files: where, how much, in what form, and who can read it.</summary>
internal sealed record KindFound(string Kind, string Form, long Values, string Where, string ReadableBy)
{
    public static IReadOnlyList<KindFound> In(ChatConfig config)
    {
        var counts = Counts(config.Db).Concat(Counts(config.SessionDb)).ToDictionary();
        var unknown = counts.Keys.Except(StoredColumns.Kinds.SelectMany(kind => kind.Columns)).ToArray();
        return
        [
            .. StoredColumns.Kinds.Select(kind => Of(kind, counts)),
            .. unknown.Select(column => new KindFound("unknown", "unknown", counts[column], column, "perhaps whoever has the file: this program does not know the column")),
        ];
    }

    private static KindFound Of(StoredKind kind, Dictionary<string, long> counts) => new(
        kind.Name,
        kind.Form.ToString().ToLowerInvariant(),
        kind.Columns.Sum(column => counts.GetValueOrDefault(column)),
        string.Join(", ", kind.Columns.Select(column => column.Split('.')[0]).Distinct()),
        ReadableByWhom(kind));

    private static string ReadableByWhom(StoredKind kind) => kind.Form switch
    {
        StoredForm.Readable => "whoever has the file",
        StoredForm.Hashed => "nobody",
        _ when kind.Columns.Contains("cookies.sealed_key") => "the user, with a passkey or unlock code; a session with cookie and pepper",
        _ => "the user, with the data key",
    };

    private static KeyValuePair<string, long>[] Counts(string path) => !File.Exists(path) ? [] : DatabaseInspection.Read(path, db =>
        AtRestStore.Columns(db).Select(column => KeyValuePair.Create($"{column.Table}.{column.Column}", AtRestStore.Count(db, column.Table, column.Column))).ToArray());
}
