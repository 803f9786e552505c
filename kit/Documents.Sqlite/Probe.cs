namespace Documents.Sqlite;

/// <summary>A change that needs room: whether an engine that could not write can again.</summary>
internal static class Probe
{
    private const int Bytes = 256 << 10;

    /// <summary>No collection has a space in its name.</summary>
    private const string Table = "\"engine probe\"";

    public const string Create = $"create table if not exists {Table} (id integer primary key, filler blob)";

    public static readonly string Fill = $"insert or replace into {Table} (id, filler) values (1, zeroblob({Bytes}))";

    public const string Empty = $"update {Table} set filler = null";
}
