using Gateway.Tests.Hosting;
using Hosting.Redis;
using Http.Idempotency;
using Microsoft.Extensions.Time.Testing;
using Testing;
using Testing.Servers;

namespace Gateway.Tests.Idempotency;

/// <summary>What every store of idempotency records does.</summary>
public abstract class IdempotencyRecordsCompliance
{
    private static readonly IdempotencySettings ShortLease = IdempotencySettings.Usual with { Lease = TimeSpan.FromSeconds(1) };

    private readonly string key = Guid.NewGuid().ToString("N");

    /// <summary>One, whichever of many callers is first.</summary>
    private readonly Lazy<IIdempotencyRecords> records;

    protected IdempotencyRecordsCompliance() => records = new Lazy<IIdempotencyRecords>(() => Of(IdempotencySettings.Usual));

    private protected IIdempotencyRecords Records => records.Value;

    private protected abstract IIdempotencyRecords Of(IdempotencySettings settings);

    [Fact]
    public virtual async Task The_first_claim_wins()
    {
        var (first, second) = (Own(), Own());

        (await Records.Claim(key, first, default)).ShouldBe(first);
        (await Records.Claim(key, second, default)).ClaimId.ShouldBe(first.ClaimId);
    }

    [Fact]
    public virtual async Task Of_many_claims_at_once_one_wins()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Records.Claim(key, Own(), default))));

        claims.Select(claim => claim.ClaimId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public virtual async Task An_answer_that_is_kept_is_found()
    {
        var own = Own();
        await Records.Claim(key, own, default);
        var answered = own with { Answer = "v1.id.box" };
        await Records.Keep(key, answered, default);

        (await Records.Claim(key, Own(), default)).ShouldBe(answered);
    }

    [Fact]
    public virtual async Task A_claim_that_is_released_is_free()
    {
        var (first, second) = (Own(), Own());
        await Records.Claim(key, first, default);
        await Records.Release(key, first, default);

        (await Records.Claim(key, second, default)).ClaimId.ShouldBe(second.ClaimId);
    }

    [Fact]
    public virtual async Task A_claim_is_released_by_its_owner_only()
    {
        var first = Own();
        await Records.Claim(key, first, default);
        await Records.Release(key, Own(), default);

        (await Records.Claim(key, Own(), default)).ClaimId.ShouldBe(first.ClaimId);
    }

    [Fact]
    public virtual async Task A_claim_ends_with_its_lease()
    {
        var second = Own();
        var impatient = Of(ShortLease);
        await impatient.Claim(key, Own(), default);
        Pass(ShortLease.Lease);

        await Wait.Until(async () => (await impatient.Claim(key, second, default)).ClaimId == second.ClaimId, "the claim is free");
    }

    private protected abstract void Pass(TimeSpan by);

    private static IdempotencyRecord Own() => new(Guid.NewGuid(), "hash");
}

public sealed class Idempotency_records_in_memory : IdempotencyRecordsCompliance
{
    private const int AnswerSize = 1000;

    private readonly FakeTimeProvider time = new(Some.Time);

    private protected override IIdempotencyRecords Of(IdempotencySettings settings) => new MemoryIdempotencyRecords(time, settings, bound: 3 * (MemoryIdempotencyRecords.Overhead + AnswerSize));

    [Fact]
    public async Task An_answer_is_forgotten_after_a_day()
    {
        var own = new IdempotencyRecord(Guid.NewGuid(), "hash", "answer");
        var next = new IdempotencyRecord(Guid.NewGuid(), "hash");
        await Records.Keep("k", own, default);

        time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        (await Records.Claim("k", next, default)).ClaimId.ShouldBe(own.ClaimId);
        time.Advance(TimeSpan.FromSeconds(1));
        (await Records.Claim("k", next, default)).ClaimId.ShouldBe(next.ClaimId);
    }

    [Fact]
    public async Task Past_the_bound_of_bytes_the_oldest_answers_are_forgotten()
    {
        foreach (var key in new[] { "1", "2", "3", "4" })
        {
            await Keep(key, AnswerSize);
        }

        (await Records.Claim("1", new IdempotencyRecord(Guid.NewGuid(), "hash"), default)).Answer.ShouldBeNull();
        (await Records.Claim("2", new IdempotencyRecord(Guid.NewGuid(), "hash"), default)).Answer.ShouldNotBeNull();
        (await Records.Claim("4", new IdempotencyRecord(Guid.NewGuid(), "hash"), default)).Answer.ShouldNotBeNull();

        await Keep("large", 3 * AnswerSize);
        (await Records.Claim("3", new IdempotencyRecord(Guid.NewGuid(), "hash"), default)).Answer.ShouldBeNull();
        (await Records.Claim("large", new IdempotencyRecord(Guid.NewGuid(), "hash"), default)).Answer.ShouldNotBeNull();
    }

    private Task Keep(string key, int size) =>
        Records.Keep(key, new IdempotencyRecord(Guid.NewGuid(), "hash", new string('x', size / sizeof(char))), default);

    private protected override void Pass(TimeSpan by) => time.Advance(by);
}

public sealed class Idempotency_records_in_Redis : IdempotencyRecordsCompliance, IAsyncLifetime
{
    private RedisServer? server;
    private RedisConnection? connection;

    private protected override IIdempotencyRecords Of(IdempotencySettings settings) => new RedisIdempotencyRecords(connection!, settings);

    public async Task InitializeAsync()
    {
        server = await new RedisServer().Started();
        connection = new RedisConnection(server.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        connection?.Dispose();
        await server!.DisposeAsync();
    }

    [RealFact(Real.Redis, Own = true)]
    public override Task The_first_claim_wins() => base.The_first_claim_wins();

    [RealFact(Real.Redis, Own = true)]
    public override Task Of_many_claims_at_once_one_wins() => base.Of_many_claims_at_once_one_wins();

    [RealFact(Real.Redis, Own = true)]
    public override Task An_answer_that_is_kept_is_found() => base.An_answer_that_is_kept_is_found();

    [RealFact(Real.Redis, Own = true)]
    public override Task A_claim_that_is_released_is_free() => base.A_claim_that_is_released_is_free();

    [RealFact(Real.Redis, Own = true)]
    public override Task A_claim_is_released_by_its_owner_only() => base.A_claim_is_released_by_its_owner_only();

    [RealFact(Real.Redis, Own = true)]
    public override Task A_claim_ends_with_its_lease() => base.A_claim_ends_with_its_lease();

    /// <summary>Redis has a clock of its own.</summary>
    private protected override void Pass(TimeSpan by)
    {
    }
}
