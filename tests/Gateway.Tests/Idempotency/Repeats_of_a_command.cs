using System.Net;
using Contracts.Events;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Http.Idempotency;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Idempotency;

/// <summary>What comes again under its key while or after it is carried out.</summary>
public sealed class Repeats_of_a_command(RunningGateway gateway) : IdempotencyTests(gateway)
{
    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_nothing_is_done_again()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId, version: 9));
        var client = await Gateway.SignedIn(Role.Operator);

        var first = await client.Post("/events", Body, Key);
        var second = await client.Post("/api/v1/events", Body, Key);

        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        Services.Received<CreateEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_repeated()
    {
        Services.On<ArchiveEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Admin);
        var path = $"/events/{Guid.NewGuid()}";

        (await client.Send("DELETE", path, null, Key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.Send("DELETE", path, null, Key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Received<ArchiveEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_past_the_bound_is_made_again_of_the_same_thing()
    {
        await using var bounded = await GatewayHost.Start(configure: builder =>
            builder.Services.AddSingleton(IdempotencySettings.Usual with { LargestAnswer = 10 }));
        bounded.Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await bounded.SignedIn(Role.Operator);

        var first = await client.Post("/events", Body, Key).Json(HttpStatusCode.Created);
        var second = await client.Post("/events", Body, Key).Json(HttpStatusCode.Created);

        second.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        bounded.Services.Received<CreateEvent>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeat_waits_for_the_first_and_gets_its_answer()
    {
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Services.OnAsync<CreateEvent>(async message =>
        {
            started.SetResult();
            await go.Task;
            return Some.Event(message.EventId);
        });
        var client = await Gateway.SignedIn(Role.Operator);
        var first = client.Post("/events", Body, Key);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var second = client.Post("/events", Body, Key);
        go.SetResult();

        (await second.Json(HttpStatusCode.Created)).GetRawText().ShouldBe((await first.Json(HttpStatusCode.Created)).GetRawText());
        Services.Received<CreateEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_first_that_takes_too_long_is_409_for_the_repeat()
    {
        await using var impatient = await GatewayHost.Start(configure: builder =>
            builder.Services.AddSingleton(IdempotencySettings.Usual with { Wait = TimeSpan.FromMilliseconds(100) }));
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        impatient.Services.OnAsync<CreateEvent>(async message =>
        {
            started.SetResult();
            await go.Task;
            return Some.Event(message.EventId);
        });
        var client = await impatient.SignedIn(Role.Operator);
        var first = client.Post("/events", Body, Key);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await client.Post("/events", Body, Key).Problem(HttpStatusCode.Conflict, "IDEMPOTENCY_IN_PROGRESS");

        go.SetResult();
        await first.Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Many_at_once_do_it_once()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => client.Post("/events", Body, Key).Json(HttpStatusCode.Created)));

        answers.Select(answer => answer.GetRawText()).Distinct().ShouldHaveSingleItem();
        Services.Received<CreateEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_gateway_that_lost_its_records_makes_the_same_id_again()
    {
        var caller = Guid.NewGuid();
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        await using var restarted = await GatewayHost.Start();
        restarted.Services.On<CreateEvent>(message => Some.Event(message.EventId));

        await (await Gateway.SignedIn(caller, Role.Operator)).Post("/events", Body, Key).Json(HttpStatusCode.Created);
        await (await restarted.SignedIn(caller, Role.Operator)).Post("/events", Body, Key).Json(HttpStatusCode.Created);

        restarted.Services.Last<CreateEvent>().EventId.ShouldBe(Services.Last<CreateEvent>().EventId);
    }
}
