using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Bench.Floor;

/// <summary>Rows of JSON with the message to send inside, which is taken out later, many rows at a time.</summary>
internal sealed class FloorStore : IAsyncDisposable
{
    private const string Name = "floor";
    private const int Connections = 24;

    private static readonly TimeSpan ClearingPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Tables = [.. Hop.All.Select(hop => hop.Table).Distinct()];

    private readonly NpgsqlDataSource source;
    private readonly Channel<(string Table, Guid Id)> sent = Channel.CreateUnbounded<(string, Guid)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task clearing;

    private FloorStore(NpgsqlDataSource source)
    {
        this.source = source;
        clearing = Clear();
    }

    /// <summary>With empty tables.</summary>
    public static async Task<FloorStore> Open(string server)
    {
        await using (var admin = NpgsqlDataSource.Create($"{server};Pooling=false"))
        {
            await Run(admin, $"drop database if exists {Name} with (force)");
            await Run(admin, $"create database {Name}");
        }

        var database = NpgsqlDataSource.Create(
            $"{server};Database={Name};Maximum Pool Size={Connections};No Reset On Close=true;Max Auto Prepare=32;Auto Prepare Min Usages=1;Options=-c deadlock_timeout=20ms");
        foreach (var table in Tables)
        {
            await Run(database, $"create table {table} (id uuid primary key, version int not null default 1, body jsonb not null) with (fillfactor = 80)");
        }

        return new FloorStore(database);
    }

    /// <summary>One row, one commit.</summary>
    public async Task Save(Hop hop, Guid id, byte[] body, byte[]? outbox)
    {
        await using var command = source.CreateCommand(hop.Inserts
            ? $"insert into {hop.Table} (id, body) values ($1, $2) on conflict (id) do nothing"
            : $"update {hop.Table} set body = $2, version = version + 1 where id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Document(body, outbox), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>All rows in one commit.</summary>
    public async Task Save(Hop hop, IReadOnlyList<(Guid Id, byte[] Body, byte[]? Outbox)> rows)
    {
        await using var command = source.CreateCommand(hop.Inserts
            ? $"insert into {hop.Table} (id, body) select * from unnest($1::uuid[], $2::jsonb[]) on conflict (id) do nothing"
            : $"update {hop.Table} t set body = new.body, version = version + 1 from unnest($1::uuid[], $2::jsonb[]) new (id, body) where t.id = new.id");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. rows.Select(row => row.Id)] });
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. rows.Select(row => Encoding.UTF8.GetString(Document(row.Body, row.Outbox)))],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
        });
        await UntilDone(command);
    }

    public void IsSent(Hop hop, Guid id) => sent.Writer.TryWrite((hop.Table, id));

    /// <summary>How many requests have all their rows, the last of its kind.</summary>
    public async Task<long> Completed()
    {
        await using var command = source.CreateCommand(
            "select count(*) from requests r join sagas s using (id) join grants g using (id) where r.body -> 'message' ->> 'Kind' = 'Completed' and r.version = 2");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        sent.Writer.Complete();
        await clearing;
        await source.DisposeAsync();
    }

    private static async Task Run(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static byte[] Document(byte[] message, byte[]? outbox)
    {
        var buffer = new ArrayBufferWriter<byte>(message.Length + (outbox?.Length ?? 0) + 64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("message"u8);
            json.WriteRawValue(message, skipInputValidation: true);
            if (outbox is not null)
            {
                json.WritePropertyName("outbox"u8);
                json.WriteRawValue(outbox, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private async Task Clear()
    {
        while (await sent.Reader.WaitToReadAsync())
        {
            await Task.Delay(ClearingPeriod);
            var ids = Tables.ToDictionary(table => table, _ => new HashSet<Guid>());
            while (sent.Reader.TryRead(out var one))
            {
                ids[one.Table].Add(one.Id);
            }

            foreach (var (table, some) in ids.Where(pair => pair.Value.Count > 0))
            {
                await using var command = source.CreateCommand($"update {table} set body = body - 'outbox' where id = any($1)");
                command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. some] });
                await UntilDone(command);
            }
        }
    }

    /// <summary>Statements that save and that clear many of the same rows may lock them in different orders; one of the two is told.</summary>
    private static async Task UntilDone(NpgsqlCommand command)
    {
        while (true)
        {
            try
            {
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                // Nothing of it was done.
            }
        }
    }
}
