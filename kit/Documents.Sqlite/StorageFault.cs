using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Documents.Sqlite;

/// <summary>What SQLite's codes mean to whoever runs the platform.</summary>
internal static class StorageFault
{
    /// <summary>What waiting does not mend stops the start; anything else is tried again.</summary>
    public static Exception AtOpen(string path, SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            new InvalidDataException($"{path} is damaged. Nothing was changed: restore it from a backup. {fault.Message}", fault),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_READONLY or raw.SQLITE_AUTH =>
            new IOException($"{path} cannot be opened for writing. {fault.Message}", fault),
        _ => fault,
    };

    public static bool IsOfDisk(SqliteException fault) =>
        fault.SqliteErrorCode is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CANTOPEN or raw.SQLITE_FULL;

    /// <summary>Of the disk or of another program, and so of none of what was asked.</summary>
    public static bool MayPass(Exception fault) => (fault as SqliteException ?? fault.InnerException as SqliteException)?.SqliteErrorCode
        is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_NOMEM;

    public static IOException AtWrite(string path, SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new IOException($"The disk is full: {path} takes no changes until there is room.", fault),
        raw.SQLITE_IOERR => new IOException($"The disk refuses to be written: {path} takes no changes. {fault.Message}", fault),
        raw.SQLITE_BUSY => new IOException($"Another program has {path} locked. {fault.Message}", fault),
        _ => new IOException($"{path} takes no changes. {fault.Message}", fault),
    };
}
