using System.Net;
using Contracts.Events;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Http.Idempotency;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Idempotency;

public sealed class Answers_that_cannot_be_opened(RunningGateway gateway) : IdempotencyTests(gateway)
{
    [Theory]
    [InlineData(Unreadable.Altered)]
    [InlineData(Unreadable.Unsealed)]
    [InlineData(Unreadable.OfAnotherKey)]
    public async Task Are_503_and_nothing_is_done_again(Unreadable kind)
    {
        var kept = new AlteredRecords();
        await using var altering = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<IIdempotencyRecords>(kept));
        altering.Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await altering.SignedIn(Role.Operator);
        await client.Post("/events", Body, ("Idempotency-Key", "another")).Json(HttpStatusCode.Created);
        var other = kept.LastAnswer!;
        await client.Post("/events", Body, Key).Json(HttpStatusCode.Created);

        kept.Alter = answer => kind switch
        {
            Unreadable.Altered => answer[..^2] + (answer[^2] == 'A' ? 'B' : 'A') + answer[^1],
            Unreadable.Unsealed => """{"status":201,"body":""}""",
            _ => other,
        };
        await client.Post("/events", Body, Key).Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        kept.Alter = answer => answer;
        await client.Post("/events", Body, Key).Json(HttpStatusCode.Created);

        altering.Services.Received<CreateEvent>().Count.ShouldBe(2);
    }

    public enum Unreadable
    {
        Altered,
        Unsealed,
        OfAnotherKey,
    }

    /// <summary>In memory; what is found is not always what was kept.</summary>
    private sealed class AlteredRecords : IIdempotencyRecords
    {
        private readonly MemoryIdempotencyRecords records = new(TimeProvider.System, IdempotencySettings.Usual);

        public Func<string, string> Alter { get; set; } = answer => answer;

        public string? LastAnswer { get; private set; }

        public async Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken) =>
            await records.Claim(key, own, cancellationToken) is var found && found.Answer is { } answer ? found with { Answer = Alter(answer) } : found;

        public Task Keep(string key, IdempotencyRecord answered, CancellationToken cancellationToken)
        {
            LastAnswer = answered.Answer;
            return records.Keep(key, answered, cancellationToken);
        }

        public Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken) => records.Release(key, own, cancellationToken);
    }
}
