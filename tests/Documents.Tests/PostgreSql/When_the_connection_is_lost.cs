using Documents.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_the_connection_is_lost(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    [RealFact(Real.Postgres)]
    public async Task The_write_under_way_fails_and_the_next_is_saved()
    {
        var engine = await Open();
        await Write(engine, Writes.Insert(new Parcel { Id = "p" }));
        await using var session = await Connect();
        await using var watcher = await Connect();
        await using var transaction = await session.BeginTransactionAsync();
        await Lines(session, "select id from parcels where id = 'p' for update");
        var writing = Write(engine, Writes.Update(new Parcel { Id = "p", Status = "LOST" }, 1));
        await WaitForBlockedSession(watcher);

        await Lines(watcher, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

        await writing.ShouldThrowAsync<NpgsqlException>();
        await transaction.CommitAsync();
        (await Write(engine, Writes.Update(new Parcel { Id = "p", Status = "SENT" }, 1))).ShouldBe([WriteResult.Saved]);
    }

    [RealFact(Real.Postgres, Own = true)]
    public async Task A_server_that_was_killed_serves_again_when_it_is_back()
    {
        await using var server = new PostgresServer();
        await server.Start();
        await using var engine = new PostgreSqlEngine(server.ConnectionString, "user_db", NullLogger<PostgreSqlEngine>.Instance);
        await engine.Open([Parcel.Schema], CancellationToken.None);
        await Write(engine, Writes.Insert(new Parcel { Id = "p" }));

        await server.Kill();

        await IsUnavailable(engine, () => engine.Ping(CancellationToken.None));
        await IsUnavailable(engine, () => Write(engine, Writes.Insert(new Parcel { Id = "q" })));
        await IsUnavailable(engine, () => engine.Get(Parcel.Schema, "p", CancellationToken.None));

        await server.Start();

        await engine.Ping(CancellationToken.None);
        (await engine.Get(Parcel.Schema, "p", CancellationToken.None))!.Version.ShouldBe(1);
        (await Write(engine, Writes.Insert(new Parcel { Id = "q" }))).ShouldBe([WriteResult.Saved]);
    }

    [RealFact(Real.Postgres, Own = true)]
    public async Task A_server_that_stops_is_unavailable()
    {
        await using var server = new PostgresServer();
        await server.Start();
        await using var engine = new PostgreSqlEngine(server.ConnectionString, "user_db", NullLogger<PostgreSqlEngine>.Instance);
        await engine.Open([Parcel.Schema], CancellationToken.None);

        // In order, it tells its clients of its end; its connections are in the pool until then.
        await server.Stop();

        for (var i = 0; i < 5; i++)
        {
            await IsUnavailable(engine, () => engine.Get(Parcel.Schema, "p", CancellationToken.None));
        }
    }

    [Theory]
    [InlineData(PostgresErrorCodes.AdminShutdown, true)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, true)]
    [InlineData(PostgresErrorCodes.DiskFull, true)]
    [InlineData(PostgresErrorCodes.TooManyConnections, true)]
    [InlineData(PostgresErrorCodes.IoError, true)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, true)]
    [InlineData(PostgresErrorCodes.InvalidPassword, true)]
    [InlineData(PostgresErrorCodes.UniqueViolation, false)]
    [InlineData(PostgresErrorCodes.UndefinedColumn, false)]
    [InlineData(PostgresErrorCodes.ProgramLimitExceeded, false)]
    public void What_the_server_lacks_is_told_from_what_it_was_asked(string state, bool isUnavailable) =>
        ServerFault.MayPass(new PostgresException("", "ERROR", "ERROR", state)).ShouldBe(isUnavailable);

    [RealFact(Real.Postgres, Own = true)]
    public async Task It_opens_when_the_server_comes_later()
    {
        await using var server = new PostgresServer();
        await using var engine = new PostgreSqlEngine(server.ConnectionString, "user_db", NullLogger<PostgreSqlEngine>.Instance);
        await Should.ThrowAsync<NpgsqlException>(() => engine.Open([Parcel.Schema], CancellationToken.None));

        await server.Start();
        await engine.Open([Parcel.Schema], CancellationToken.None);

        (await Write(engine, Writes.Insert(new Parcel { Id = "p" }))).ShouldBe([WriteResult.Saved]);
    }

    private static async Task IsUnavailable(PostgreSqlEngine engine, Func<Task> ask) =>
        engine.IsUnavailable(await Should.ThrowAsync<NpgsqlException>(ask)).ShouldBeTrue();
}
