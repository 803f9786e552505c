using Hosting.Secrets;
using Microsoft.Data.Sqlite;

namespace Documents.Sqlite;

/// <summary>Copies the databases of a folder while other processes use them.</summary>
public static class FolderBackup
{
    /// <summary>
    /// Copies every database of the folder as all of them were at one moment, into a folder that is there already. What is
    /// on its way between services is then in an outbox of its sender's copy, or its effect in its receiver's.
    /// </summary>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">There is no database, or one cannot be read or written.</exception>
    public static IReadOnlyList<string> Copy(string folder, string target, TimeProvider time)
    {
        string[] files = [.. Directory.GetFiles(folder, "*.db").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            throw new IOException($"{folder} holds no database.");
        }

        try
        {
            using var cut = ConsistentCut.Of(files, time);
            foreach (var (file, source) in cut.Sources)
            {
                Copy(source, Path.Combine(target, Path.GetFileName(file)));
            }
        }
        catch (SqliteException e)
        {
            throw new IOException($"{folder} was not copied. {e.Message}", e);
        }

        return [.. files.Select(f => Path.GetFileName(f)!)];
    }

    private static void Copy(SqliteConnection source, string path)
    {
        OwnerOnly.Open(path, FileShare.ReadWrite).Dispose();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        copy.Open();
        source.BackupDatabase(copy);
    }
}
