using Npgsql;
using StackExchange.Redis;
using Testing.Servers;

namespace Flow.Tests.Faults;

public sealed class What_is_done_to_servers
{
    [RealFact(Real.Postgres, Own = true)]
    public async Task A_frozen_PostgreSQL_answers_nobody_who_is_connected_and_goes_on_afterwards()
    {
        await using var server = new PostgresServer();
        await server.Start();
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Database=postgres;Command Timeout=5");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        (await command.ExecuteScalarAsync()).ShouldBe(1);

        await server.Freeze();
        var asking = command.ExecuteScalarAsync();
        (await Should.ThrowAsync<NpgsqlException>(asking)).InnerException.ShouldBeOfType<TimeoutException>();
        await server.Thaw();

        await using var again = new NpgsqlConnection($"{server.ConnectionString};Database=postgres");
        await again.OpenAsync();
        await using var anew = new NpgsqlCommand("SELECT 1", again);
        (await anew.ExecuteScalarAsync()).ShouldBe(1);
    }

    [RealFact(Real.Redis, Own = true)]
    public async Task A_Redis_that_is_flushed_has_no_key_and_the_same_connections()
    {
        await using var server = new RedisServer();
        await server.Start();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var database = redis.GetDatabase();
        await database.StringSetAsync("key", "value");
        var client = await database.ExecuteAsync("CLIENT", "ID");

        await server.Flush();

        (await database.KeyExistsAsync("key")).ShouldBeFalse();
        ((long)await database.ExecuteAsync("CLIENT", "ID")).ShouldBe((long)client);
    }
}
