using System.Buffers.Binary;

namespace Documents.Tests.Sqlite;

/// <summary>The write-ahead log as SQLite's file format describes it: a header, then pages, the last of each commit marked.</summary>
internal static class CommitLog
{
    private const int Header = 32;
    private const int FrameHeader = 24;

    /// <summary>How many commits are in a log that has not been moved into the file yet.</summary>
    public static int Commits(DataFolder folder)
    {
        using var log = new FileStream($"{folder.Database}-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> header = stackalloc byte[Header];
        log.ReadExactly(header);
        var pageSize = BinaryPrimitives.ReadInt32BigEndian(header[8..]);
        var commits = 0;
        for (var at = (long)Header; at < log.Length; at += FrameHeader + pageSize)
        {
            log.Position = at;
            log.ReadExactly(header[..FrameHeader]);
            commits += BinaryPrimitives.ReadInt32BigEndian(header[4..]) > 0 ? 1 : 0;
        }

        return commits;
    }
}
