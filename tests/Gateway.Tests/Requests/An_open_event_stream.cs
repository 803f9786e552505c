using System.Net;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Requests;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Testing;

namespace Gateway.Tests.Requests;

public sealed class An_open_event_stream : IAsyncLifetime
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider time = new(Some.Time);
    private readonly Guid user = Guid.NewGuid();
    private GatewayHost gateway = null!;
    private HttpClient client = null!;
    private StreamReader stream = null!;

    public async Task InitializeAsync()
    {
        gateway = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<TimeProvider>(time));
        client = await gateway.SignedIn(user, Role.User);
        stream = await Open(client);
    }

    public async Task DisposeAsync()
    {
        stream.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Brings_a_change_of_the_caller_s_request_as_GET_shows_it()
    {
        var request = Some.Request(userId: user, status: RequestStatus.Fulfilled, coupon: "TEA");
        gateway.Services.On<GetRewardRequest>(_ => request);
        var json = await client.GetStringAsync($"/events/requests/{request.Id}");

        await gateway.Bus.Publish(new RewardRequestsChanged([request]));

        (await Line()).ShouldBe($"id: {request.Id}:1");
        (await Line()).ShouldBe("event: request");
        (await Line()).ShouldBe($"data: {json}");
        (await Line()).ShouldBe("");
    }

    [Fact]
    public async Task Does_not_bring_what_is_another_s()
    {
        var own = Some.Request(userId: user);
        using var other = await Open(await gateway.SignedIn(Role.User));

        await gateway.Bus.Publish(new RewardRequestsChanged([Some.Request()]));
        await gateway.Bus.Publish(new RewardRequestsChanged([own]));

        (await Line()).ShouldBe($"id: {own.Id}:1");
    }

    [Fact]
    public async Task Brings_a_change_and_so_does_every_other_of_the_caller()
    {
        using var second = await Open(client);
        var request = Some.Request(userId: user);

        await gateway.Bus.Publish(new RewardRequestsChanged([request]));

        (await Line()).ShouldBe($"id: {request.Id}:1");
        (await second.ReadLineAsync().WaitAsync(Bound)).ShouldBe($"id: {request.Id}:1");
    }

    [Fact]
    public async Task First_brings_what_has_changed_since_the_last_event()
    {
        var seen = Changed(Some.Request(userId: user), 10);
        var early = Changed(Some.Request(userId: user), 1);
        var late = Changed(Some.Request(userId: user), 40);
        var next = Changed(Some.Request(userId: user), 30);
        gateway.Services.On<GetRewardRequest>(_ => seen);
        gateway.Services.On<ListRewardRequests>(message => message.Cursor is null
            ? new RewardRequestList([late, next], "more")
            : new RewardRequestList([seen, early], null));
        using var again = await Open(client, $"{seen.Id}:{seen.Timeline.Count}");

        (await Id(again)).ShouldBe($"id: {next.Id}:2");
        (await Id(again)).ShouldBe($"id: {late.Id}:2");
        await gateway.Bus.Publish(new RewardRequestsChanged([late]));
        await gateway.Bus.Publish(new RewardRequestsChanged([early]));
        (await Id(again)).ShouldBe($"id: {early.Id}:2");
        gateway.Services.Last<ListRewardRequests>().UserId.ShouldBe(user);
    }

    [Fact]
    public async Task Brings_the_request_itself_when_it_has_gone_on()
    {
        var gone = Changed(Some.Request(userId: user), 10);
        gateway.Services.On<GetRewardRequest>(_ => gone);
        gateway.Services.On<ListRewardRequests>(_ => new RewardRequestList([gone], null));

        using var again = await Open(client, $"{gone.Id}:1");

        (await Id(again)).ShouldBe($"id: {gone.Id}:2");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000-0000-0000-0000-000000000001:1")]
    [InlineData("00000000-0000-0000-0000-000000000001:-1")]
    [InlineData("00000000-0000-0000-0000-000000000001:99999999999")]
    public async Task Starts_afresh_after_an_id_that_no_event_had(string id)
    {
        gateway.Services.Refuse<GetRewardRequest>("NOT_FOUND");
        var own = Some.Request(userId: user);
        using var again = await Open(client, id);

        await gateway.Bus.Publish(new RewardRequestsChanged([own]));

        (await Id(again)).ShouldBe($"id: {own.Id}:1");
    }

    [Fact]
    public async Task Lets_go_of_a_reader_who_cannot_be_told_what_he_missed()
    {
        gateway.Services.On<GetRewardRequest>(_ => throw new InvalidOperationException("down"));

        using var again = await Open(client, $"{Guid.NewGuid()}:1");

        (await again.ReadLineAsync().WaitAsync(Bound)).ShouldBeNull();
    }

    private static RewardRequestDetails Changed(RewardRequestDetails request, int seconds) => request with
    {
        UpdatedAt = Some.Time.AddSeconds(seconds),
        Timeline = [.. request.Timeline, new TimelineEntry(Some.Time.AddSeconds(seconds), RequestStatus.Fulfilled, "system", null)],
    };

    private static async Task<string?> Id(StreamReader stream)
    {
        while (true)
        {
            var line = await stream.ReadLineAsync().WaitAsync(Bound);
            if (line?.StartsWith("id: ", StringComparison.Ordinal) != false)
            {
                return line;
            }
        }
    }

    [Fact]
    public async Task Brings_a_comment_every_15_seconds()
    {
        time.Advance(Tick);
        (await Line()).ShouldBe(":");
        (await Line()).ShouldBe("");

        time.Advance(Tick);
        (await Line()).ShouldBe(":");
    }

    [Fact]
    public async Task Ends_with_the_session()
    {
        await gateway.Sessions.End(user);

        time.Advance(Tick);

        (await Line()).ShouldBeNull();
        await Closed();
    }

    [Fact]
    public async Task Brings_nothing_after_the_session()
    {
        await gateway.Sessions.End(user);

        await gateway.Bus.Publish(new RewardRequestsChanged([Some.Request(userId: user)]));

        (await Line()).ShouldBeNull();
        await Closed();
    }

    [Fact]
    public async Task Ends_with_a_later_login()
    {
        await gateway.StartSession(user, gateway.Tokens.Of(user, Role.User));

        time.Advance(Tick);

        (await Line()).ShouldBeNull();
    }

    [Fact]
    public async Task Ends_when_the_token_expires()
    {
        for (var i = 0; i < 59; i++)
        {
            time.Advance(Tick);
            (await Line()).ShouldBe(":");
            (await Line()).ShouldBe("");
        }

        time.Advance(Tick);

        (await Line()).ShouldBeNull();
    }

    [Fact]
    public async Task Is_closed_when_the_reader_leaves()
    {
        stream.Dispose();

        await Closed();
    }

    [Fact]
    public void Drops_a_reader_who_falls_behind()
    {
        var streams = new RequestStreams(new StreamSettings(5, 10));
        using var slow = streams.Open(user)!;

        for (var i = 0; i < 64; i++)
        {
            streams.Push(user, Guid.NewGuid(), 1, "frame");
        }

        slow.Dropped.IsCancellationRequested.ShouldBeFalse();
        streams.Push(user, Guid.NewGuid(), 1, "one too many");
        slow.Dropped.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Does_not_go_back_in_the_life_of_a_request()
    {
        var streams = new RequestStreams(new StreamSettings(5, 10));
        using var open = streams.Open(user)!;
        var request = Guid.NewGuid();

        streams.Push(user, request, 3, "fulfilled");
        streams.Push(user, request, 2, "approved");
        streams.Push(user, request, 3, "fulfilled again");

        open.Frames.TryRead(out var frame).ShouldBeTrue();
        frame.ShouldBe("fulfilled");
        open.Frames.TryRead(out _).ShouldBeFalse();
    }

    private Task Closed() => Wait.Until(() => !gateway.App.Services.GetRequiredService<RequestStreams>().AnyOf(user), "the stream is closed");

    private Task<string?> Line() => stream.ReadLineAsync().WaitAsync(Bound);

    /// <summary>A stream whose first comment has arrived.</summary>
    private static async Task<StreamReader> Open(HttpClient client, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/events/requests/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync().WaitAsync(Bound)).ShouldBe(":");
        (await reader.ReadLineAsync().WaitAsync(Bound)).ShouldBe("");
        return reader;
    }
}
