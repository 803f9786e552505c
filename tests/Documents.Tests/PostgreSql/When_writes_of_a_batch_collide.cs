using Testing.Servers;

namespace Documents.Tests.PostgreSql;

public sealed class When_writes_of_a_batch_collide(SharedPostgres postgres) : PostgreSqlTest(postgres)
{
    [RealFact(Real.Postgres)]
    public async Task Each_insert_has_its_own_outcome()
    {
        var engine = await Open();
        await Write(engine, Writes.Insert(new Parcel { Id = "there", Label = "L", Tracking = "T" }));

        var results = await Write(
            engine,
            Writes.Insert(new Parcel { Id = "there" }),
            Writes.Insert(new Parcel { Id = "b", Label = "L" }),
            Writes.Insert(new Parcel { Id = "c", Tracking = "T" }),
            Writes.Insert(new Parcel { Id = "d", Label = "same" }),
            Writes.Insert(new Parcel { Id = "e", Label = "same" }),
            Writes.Insert(new Parcel { Id = "f" }));

        results.ShouldBe([
            WriteResult.DuplicateId, WriteResult.DuplicateKey("label"), WriteResult.DuplicateKey("tracking"),
            WriteResult.Saved, WriteResult.DuplicateKey("label"), WriteResult.Saved,
        ]);
    }

    [RealFact(Real.Postgres)]
    public async Task Each_update_has_its_own_outcome_when_one_breaks_a_unique_rule()
    {
        var engine = await Open();
        await Write(engine, [.. Enumerable.Range(0, 9).Select(i => Writes.Insert(new Parcel { Id = $"p{i}", Tracking = $"T{i}" }))]);

        var results = await Write(
            engine,
            Writes.Update(new Parcel { Id = "p0", Tracking = "T0", Status = "SENT" }, 1, Writes.Message("sent")),
            Writes.Update(new Parcel { Id = "p1", Tracking = "T8" }, 1, Writes.Message("never")),
            Writes.Update(new Parcel { Id = "p2", Tracking = "T2" }, 7),
            Writes.Delete("p3", 1),
            Writes.Delete("p4", 2),
            Writes.Insert(new Parcel { Id = "new", Tracking = "T9" }),
            Writes.Insert(new Parcel { Id = "p5" }),
            Writes.Update(new Parcel { Id = "p6", Tracking = "free" }, 1));

        results.ShouldBe([
            WriteResult.Saved, WriteResult.DuplicateKey("tracking"), WriteResult.Stale, WriteResult.Saved,
            WriteResult.Stale, WriteResult.Saved, WriteResult.DuplicateId, WriteResult.Saved,
        ]);
        (await engine.Get(Parcel.Schema, "p1", CancellationToken.None))!.Version.ShouldBe(1);
        (await engine.Get(Parcel.Schema, "p6", CancellationToken.None))!.Version.ShouldBe(2);
        (await engine.Pending(Parcel.Schema, DateTimeOffset.MaxValue, 10, CancellationToken.None)).Select(p => p.Id).ShouldBe(["p0"]);
    }

    [RealFact(Real.Postgres)]
    public async Task They_are_tried_again_after_a_deadlock()
    {
        var engine = await Open(settings: "Options=-c deadlock_timeout=2s");
        await Write(engine, Writes.Insert(new Parcel { Id = "a" }), Writes.Insert(new Parcel { Id = "b" }));
        await using var session = await Connect();
        await using var watcher = await Connect();
        await Lines(session, "set deadlock_timeout = '1h'");
        await Lines(session, "set lock_timeout = '20s'");
        await using var transaction = await session.BeginTransactionAsync();
        await Lines(session, "select id from parcels where id = 'b' for update");
        var writing = Write(engine, Writes.Update(new Parcel { Id = "a" }, 1), Writes.Update(new Parcel { Id = "b" }, 1));
        await WaitForBlockedSession(watcher);

        // Only the engine's session looks for deadlocks, so this can only succeed when the engine's batch gave way.
        var locked = await Lines(session, "select id from parcels where id = 'a' for update");
        await transaction.CommitAsync();

        locked.ShouldBe(["a"]);
        (await writing).ShouldBe([WriteResult.Saved, WriteResult.Saved]);
    }

    [RealFact(Real.Postgres)]
    public async Task Many_writers_of_few_documents_are_served()
    {
        var first = await Open();
        var second = await Open();
        await Write(first, [.. Enumerable.Range(0, 20).Select(i => Writes.Insert(new Parcel { Id = $"p{i}" }))]);

        var saved = await Task.WhenAll(Enumerable.Range(0, 4).Select(async loop =>
        {
            var engine = loop % 2 == 0 ? first : second;
            var count = 0;
            for (var version = 1; version <= 25; version++)
            {
                var order = Enumerable.Range(0, 20).OrderBy(i => i * (loop + 3) % 20);
                var results = await Write(engine, [.. order.Select(i => Writes.Update(new Parcel { Id = $"p{i}", Tracking = $"{i}" }, version))]);
                results.ShouldAllBe(r => r.IsSaved || r == WriteResult.Stale);
                count += results.Count(r => r.IsSaved);
            }

            return count;
        }));

        var versions = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => first.Get(Parcel.Schema, $"p{i}", CancellationToken.None)));
        saved.Sum().ShouldBe((int)versions.Sum(v => v!.Version - 1));
        saved.Sum().ShouldBeGreaterThan(0);
    }
}
