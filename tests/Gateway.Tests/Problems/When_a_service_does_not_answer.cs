using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Configuration;
using ServiceDefaults.Messaging;
using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Problems;

public sealed class When_a_service_does_not_answer
{
    private static readonly (string, string) ShortTimeout = ("Messaging:RequestTimeoutMilliseconds", "1500");

    [Fact]
    public async Task Should_say_504()
    {
        await using var gateway = await GatewayHost.Start(settings: ShortTimeout);
        gateway.Services.On<GetEvent>(_ => null);

        await (await gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.GatewayTimeout, "NO_ANSWER");
    }

    [Fact]
    public async Task Should_say_so_by_default_with_a_second_to_spare_of_the_5_that_are_promised()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Services.On<GetEvent>(_ => null);
        var client = await gateway.SignedIn(Role.User);

        await client.GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.GatewayTimeout, "NO_ANSWER");

        MessageBusSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("Transport", "embedded")]).Build())
            .RequestTimeout.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Should_give_each_decision_of_a_list_its_own_outcome_within_the_time_of_one()
    {
        await using var gateway = await GatewayHost.Start(settings: ShortTimeout);
        var answered = Guid.NewGuid();
        gateway.Services.On<ApproveRewardRequest>(message => message.RequestId == answered ? Some.Request(answered, status: RequestStatus.Approved) : null);
        var ids = new[] { answered }.Concat(Enumerable.Range(0, 99).Select(_ => Guid.NewGuid())).ToList();
        var client = await gateway.SignedIn(Role.Operator);
        var start = Stopwatch.GetTimestamp();

        var body = await client.Post("/events/requests/approve", $$"""{"ids":["{{string.Join("\",\"", ids)}}"]}""").Json(HttpStatusCode.OK);

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        var results = body.GetProperty("results").EnumerateArray().ToList();
        results.Select(result => result.GetProperty("id").GetGuid()).ShouldBe(ids);
        results[0].GetProperty("status").GetString().ShouldBe("APPROVED");
        results[1..].ShouldAllBe(result => result.GetProperty("code").GetString() == "NO_ANSWER");
    }

    [Fact]
    public async Task Should_say_503_when_it_fails()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Services.On<GetEvent>(_ => throw new InvalidOperationException("secret detail"));

        var response = await (await gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}");

        await response.Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("secret detail");
    }

    [Fact]
    public async Task Should_answer_though_a_refusal_lacks_everything_optional()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Services.On<GetEvent>(_ => new Refused("NOT_FOUND", "There is no such event."));

        var problem = await (await gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.NotFound, "NOT_FOUND");

        problem.TryGetProperty("errors", out _).ShouldBeFalse();
    }
}
