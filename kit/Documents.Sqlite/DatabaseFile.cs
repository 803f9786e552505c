using Hosting.Secrets;
using Microsoft.Data.Sqlite;

namespace Documents.Sqlite;

/// <summary>The file of one database, for its owner only: it holds password hashes and coupon codes.</summary>
internal sealed class DatabaseFile(string path) : IDisposable
{
    /// <summary>A log that a long read has made longer is cut to this afterwards.</summary>
    private const int LogBytes = 64 << 20;

    private const int WriterCacheKibibytes = 16 << 10;
    private const int ReaderCacheKibibytes = 4 << 10;

    /// <summary>How long a statement waits for a lock that another program holds, the <c>sqlite3</c> shell for one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private FileStream? held;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Makes the folder and the file where they are missing.</summary>
    /// <exception cref="IOException">Another engine, of this process or another one, has the database open.</exception>
    public void Lock()
    {
        try
        {
            OwnerOnly.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
            held = OpenLock();
            if (!File.Exists(Path))
            {
                // Before any connection is there: to close a file of the process drops SQLite's locks on it.
                OwnerOnly.Open(Path, FileShare.ReadWrite).Dispose();
            }
        }
        catch (UnauthorizedAccessException e)
        {
            held?.Dispose();
            throw new IOException($"{Path} cannot be made or written. {e.Message}", e);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    public Connection OpenWriter()
    {
        var connection = Open(Path);
        try
        {
            if (connection.Once("pragma journal_mode = wal") is not "wal")
            {
                throw new IOException($"{Path} cannot have a write-ahead log where it is: put the data folder on a disk of this machine.");
            }

            connection.Once("pragma synchronous = full");
            connection.Once("pragma wal_autocheckpoint = 0");
            connection.Once($"pragma journal_size_limit = {LogBytes}");
            connection.Once($"pragma cache_size = -{WriterCacheKibibytes}");

            // What was erased does not stay in the free space of pages.
            connection.Once("pragma secure_delete = fast");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public Connection OpenReader()
    {
        var connection = Open(Path);
        connection.Once("pragma query_only = on");
        connection.Once($"pragma cache_size = -{ReaderCacheKibibytes}");
        return connection;
    }

    /// <summary>With its log, in bytes.</summary>
    public long Size() => new[] { Path, $"{Path}-wal" }.Select(name => new FileInfo(name)).Where(file => file.Exists).Sum(file => file.Length);

    public void Dispose() => held?.Dispose();

    private FileStream OpenLock()
    {
        try
        {
            return OwnerOnly.Open($"{Path}.lock", FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The database {Path} is in use: only one process can have it open.", e);
        }
    }

    private static Connection Open(string path)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = (int)Patience.TotalSeconds,
        };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            var opened = new Connection(connection);
            opened.Once($"pragma busy_timeout = {(int)Patience.TotalMilliseconds}");
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
