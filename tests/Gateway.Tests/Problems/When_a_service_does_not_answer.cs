using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bus;
using Contracts;
using Contracts.Activities;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Problems;

public sealed class When_a_service_does_not_answer
{
    private static readonly (string, string) ShortTimeout = ("Messaging:RequestTimeoutMilliseconds", "1500");

    [Fact]
    public async Task The_answer_is_504()
    {
        await using var gateway = await GatewayHost.Start(settings: ShortTimeout);
        gateway.Services.On<GetEvent>(_ => null);

        await (await gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.GatewayTimeout, "NO_ANSWER");
    }

    [Fact]
    public async Task By_default_it_is_said_with_a_second_to_spare_of_the_5_that_are_promised()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Services.On<GetEvent>(_ => null);
        var client = await gateway.SignedIn(Role.User);

        await client.GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.GatewayTimeout, "NO_ANSWER");

        MessageBusSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("Transport", "embedded")]).Build())
            .RequestTimeout.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task What_the_caller_took_to_send_the_body_does_not_count()
    {
        var time = new FakeTimeProvider(Some.Time);
        var reading = new BodyReading();
        await using var gateway = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IStartupFilter>(reading));
        gateway.Services.On<CreateEvent>(message => Some.Event(message.EventId));
        gateway.Services.On<RecordActivities>(message => new ActivitiesRecorded(message.Activities.Count, 0));
        var client = await gateway.SignedIn(Role.Operator);

        foreach (var (path, body, status) in new[]
        {
            ("/events", """{"name":"n","periodStart":"2030-01-01T00:00:00Z"}""", HttpStatusCode.Created),
            ("/activities", $$"""{"userId":"{{Guid.NewGuid()}}","type":"login","key":"k","occurredAt":"{{Some.Time:O}}"}""", HttpStatusCode.Accepted),
        })
        {
            var answer = await client.PostAsync(path, new SlowBody(body, async () =>
            {
                await reading.Begins();
                time.Advance(TimeSpan.FromMinutes(1));
            }));

            answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Each_decision_of_a_list_has_its_own_outcome_within_the_time_of_one()
    {
        await using var gateway = await GatewayHost.Start(settings: ("Messaging:RequestTimeoutMilliseconds", "5000"));
        var answered = Guid.NewGuid();
        var client = await gateway.SignedIn(Role.Operator);
        gateway.Services.On<ApproveRewardRequest>(message => message.RequestId == answered ? Some.Request(answered, status: RequestStatus.Approved) : null);
        await client.Post("/events/requests/approve", $$"""{"ids":["{{answered}}"]}""").Json(HttpStatusCode.OK);
        var ids = new[] { answered }.Concat(Enumerable.Range(0, 99).Select(_ => Guid.NewGuid())).ToList();
        var start = Stopwatch.GetTimestamp();

        var body = await client.Post("/events/requests/approve", $$"""{"ids":["{{string.Join("\",\"", ids)}}"]}""").Json(HttpStatusCode.OK);

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30), "one after the other would be 500 s");
        var results = body.GetProperty("results").EnumerateArray().ToList();
        results.Select(result => result.GetProperty("id").GetGuid()).ShouldBe(ids);
        results[0].GetProperty("status").GetString().ShouldBe("APPROVED");
        results[1..].ShouldAllBe(result => result.GetProperty("code").GetString() == "NO_ANSWER");
    }

    [Fact]
    public async Task Or_fails_the_answer_is_503()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Services.On<GetEvent>(_ => throw new InvalidOperationException("secret detail"));

        var response = await (await gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}");

        await response.Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("secret detail");
    }

    [Fact]
    public async Task A_refusal_that_lacks_everything_optional_is_answered()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Services.On<GetEvent>(_ => new Refused("NOT_FOUND", "There is no such event."));

        var problem = await (await gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.NotFound, "NOT_FOUND");

        problem.TryGetProperty("errors", out _).ShouldBeFalse();
    }

    private sealed class SlowBody : HttpContent
    {
        private readonly byte[] body;
        private readonly Func<Task> halfway;

        public SlowBody(string json, Func<Task> halfway)
        {
            (body, this.halfway) = (Encoding.UTF8.GetBytes(json), halfway);
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(body.AsMemory(0, body.Length / 2));
            await stream.FlushAsync();
            await halfway();
            await stream.WriteAsync(body.AsMemory(body.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }

    /// <summary>Tells when the Gateway begins to read a body.</summary>
    private sealed class BodyReading : IStartupFilter
    {
        private readonly SemaphoreSlim begun = new(0);

        public Task Begins() => begun.WaitAsync();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Request.Body = new Told(context.Request.Body, begun);
                return rest(context);
            });
            next(app);
        };

        private sealed class Told(Stream body, SemaphoreSlim begun) : Stream
        {
            private bool told;

            public override bool CanRead => true;

            public override bool CanSeek => false;

            public override bool CanWrite => false;

            public override long Length => throw new NotSupportedException();

            public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                if (!told)
                {
                    told = true;
                    begun.Release();
                }

                return body.ReadAsync(buffer, cancellationToken);
            }

            public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

            public override void Flush() => throw new NotSupportedException();

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        }
    }
}
