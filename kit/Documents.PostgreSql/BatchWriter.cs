using Documents.Engines;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>Makes the writes of a batch durable in as few transactions as their outcomes allow.</summary>
internal sealed class BatchWriter(NpgsqlDataSource source, Func<Schema, Table> tableOf, ILogger logger)
{
    private const int MaxAttempts = 20;

    public async Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        var results = new Dictionary<DocumentWrite, WriteResult>(batch.Count, ReferenceEqualityComparer.Instance);
        IReadOnlyList<DocumentWrite> open = batch;
        for (var attempt = 1; open.Count > 0; attempt++)
        {
            if (attempt > MaxAttempts)
            {
                throw new InvalidOperationException($"Values that {open.Count} inserts met were gone when asked for, {MaxAttempts} times.");
            }

            var refused = await WriteAll(open, results, cancellationToken);
            open = await Classify(refused, results, cancellationToken);
        }

        return [.. batch.Select(w => results[w])];
    }

    /// <summary>All writes in one transaction. When one breaks a unique rule they are halved until it fails alone.</summary>
    /// <returns>The inserts whose outcome is still to be found.</returns>
    private async Task<List<DocumentWrite>> WriteAll(
        IReadOnlyList<DocumentWrite> writes, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        try
        {
            return await Commit(writes, results, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && writes.Count > 1)
        {
            var half = writes.Count / 2;
            var refused = await WriteAll([.. writes.Take(half)], results, cancellationToken);
            refused.AddRange(await WriteAll([.. writes.Skip(half)], results, cancellationToken));
            return refused;
        }
        catch (PostgresException e) when (
            e.SqlState == PostgresErrorCodes.UniqueViolation
            && tableOf(writes[0].Schema).UniqueIndexFields.TryGetValue(e.ConstraintName ?? "", out var field))
        {
            results[writes[0]] = WriteResult.DuplicateKey(field);
            return [];
        }
    }

    private async Task<List<DocumentWrite>> Commit(
        IReadOnlyList<DocumentWrite> writes, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        WriteGroup[] groups = [.. writes.GroupBy(w => (w.Schema, w.Kind)).Select(g => new WriteGroup(tableOf(g.Key.Schema), g.Key.Kind, g))];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Commit(groups, results, cancellationToken);
            }
            catch (PostgresException e) when (
                e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure && attempt < MaxAttempts)
            {
                logger.LogWarning("A batch of {Count} writes is tried again: {Reason}", writes.Count, e.MessageText);
            }
            catch (PostgresException e) when (
                e.SqlState == PostgresErrorCodes.CheckViolation && attempt < MaxAttempts && groups.Any(g => g.Table.LayoutCheck == e.ConstraintName))
            {
                var table = groups.First(g => g.Table.LayoutCheck == e.ConstraintName).Table;
                await LayoutStore.Load(source, table, cancellationToken);
                logger.LogInformation("Another version has added columns to {Collection}, which are filled from now on", table.Schema.Collection);
            }
        }
    }

    private async Task<List<DocumentWrite>> Commit(
        WriteGroup[] groups, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        foreach (var group in groups)
        {
            batch.BatchCommands.Add(group.Command());
        }

        var refused = new List<DocumentWrite>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var group in groups)
        {
            refused.AddRange(await group.Read(reader, results, cancellationToken));
            await reader.NextResultAsync(cancellationToken);
        }

        return refused;
    }

    /// <returns>Inserts that met something which is gone by now.</returns>
    private async Task<List<DocumentWrite>> Classify(
        List<DocumentWrite> refused, Dictionary<DocumentWrite, WriteResult> results, CancellationToken cancellationToken)
    {
        var unknown = new List<DocumentWrite>();
        foreach (var group in refused.GroupBy(w => w.Schema))
        {
            DocumentWrite[] writes = [.. group];
            var fields = group.Key.UniqueFields;
            var values = writes.Select(w => group.Key.FieldValues(w.Body)).ToList();
            await using var command = source.CreateCommand(tableOf(group.Key).WhatExists);
            command.Parameters.Add(Parameters.Texts([.. writes.Select(w => StorableText.From(w.Id))]));
            foreach (var field in fields)
            {
                command.Parameters.Add(Parameters.Texts([.. values.Select(v => v[field] is { } value ? StorableText.From(value) : null)]));
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            foreach (var write in writes)
            {
                await reader.ReadAsync(cancellationToken);
                var taken = Enumerable.Range(0, fields.Count + 1).FirstOrDefault(reader.GetBoolean, -1);
                if (taken < 0)
                {
                    unknown.Add(write);
                }
                else
                {
                    results[write] = taken == 0 ? WriteResult.DuplicateId : WriteResult.DuplicateKey(fields[taken - 1]);
                }
            }
        }

        return unknown;
    }
}
