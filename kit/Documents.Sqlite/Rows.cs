using System.Text;
using Microsoft.Data.Sqlite;

namespace Documents.Sqlite;

internal static class Rows
{
    /// <summary>By its bytes: it may hold NUL, where a text of C would end.</summary>
    public static string Text(this SqliteDataReader row, int column) => Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(column));

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Text(column);
}
