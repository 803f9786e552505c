using System.Net.Sockets;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>Which faults are the server's or the network's, and none of what was asked.</summary>
internal static class ServerFault
{
    /// <summary>Not reached, out of time, or the server says that it does not serve now.</summary>
    public static bool MayPass(Exception fault) => fault switch
    {
        PostgresException refusal => MayPass(refusal.SqlState),
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The server is reached all the same.</summary>
    public static bool IsOfDisk(Exception fault) => fault is PostgresException
    {
        SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.IoError or PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted,
    };

    private static bool MayPass(string state) =>
        Class(state) is "08" or "28" or "53" or "58"
        || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.DatabaseDropped or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.QueryCanceled;

    /// <summary>08: connections; 28: who may connect; 53: disk, memory, connections; 58: the system.</summary>
    private static string Class(string state) => state[..2];
}
