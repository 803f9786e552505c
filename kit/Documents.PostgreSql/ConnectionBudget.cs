using Microsoft.Extensions.Logging;

namespace Documents.PostgreSql;

/// <summary>Whether the server has the connections that a process, and others like it, may come to use.</summary>
internal static class ConnectionBudget
{
    /// <summary>
    /// Eight processes, which are four services of two instances each, fit a server with the usual 100 connections, of which
    /// it keeps three for its administrator; each has one more while it starts.
    /// </summary>
    public const int DefaultPool = 11;

    private const int Processes = 8;

    /// <summary>What ordinary roles may use, and the role's and the database's own limits.</summary>
    private const string Available =
        """
        select least(
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true)::int, 0),
            (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user),
            (select nullif(datconnlimit, -1) from pg_database where datname = current_database()))
        """;

    /// <exception cref="InvalidDataException">The pool of this process alone is too large.</exception>
    public static async Task Check(SetupSession session, int pool, ILogger logger, CancellationToken cancellationToken)
    {
        var available = await session.Ask<int>(Available, cancellationToken);
        switch (Fitting(pool, available))
        {
            case 0:
                throw new InvalidDataException(
                    $"The pool may take {pool} connections and the set-up one, and PostgreSQL gives {available}: lower Maximum Pool Size in the connection string, or raise max_connections.");
            case < Processes and var count:
                logger.LogWarning(
                    "PostgreSQL gives {Available} connections, enough for {Count} processes with a Maximum Pool Size of {Pool}; four services of two instances each are {Processes}",
                    available, count, pool, Processes);
                break;
            default:
                break;
        }
    }

    /// <summary>How many processes can have all their connections at once.</summary>
    public static int Fitting(int pool, int available) => available / (pool + 1);
}
