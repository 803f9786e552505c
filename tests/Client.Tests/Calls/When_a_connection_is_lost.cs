using System.Net;
using System.Text;
using Client.Tests.Hosting;

namespace Client.Tests.Calls;

public sealed class When_a_connection_is_lost
{
    private readonly FakeTime time = new(Some.Now);
    private readonly StubPlatform platform;
    private readonly MessagingClient client;

    public When_a_connection_is_lost()
    {
        platform = new StubPlatform { Time = time };
        client = platform.Client("msk_key");
    }

    [Fact]
    public async Task The_event_stream_goes_on_behind_the_last_change()
    {
        platform.Answers(
            () => Stream(new MemoryStream(Encoding.UTF8.GetBytes($":\n\n{Frame("a:1", "PENDING")}"))),
            () => StubPlatform.Problem(503, "SERVICE_UNAVAILABLE"),
            () => Stream(new MemoryStream(Encoding.UTF8.GetBytes($"{Frame("a:2", "FULFILLED")}id: torn\ndata: {{"))));
        var opened = 0;

        var changes = await Read(2, () => Task.FromResult(Interlocked.Increment(ref opened))).Within(time);

        changes.Select(change => (change.Id, change.Request.Status)).ShouldBe([("a:1", RequestStatus.Pending), ("a:2", RequestStatus.Fulfilled)]);
        platform.Sent.Select(request => request.Headers.GetValueOrDefault("Last-Event-ID")).ShouldBe([null, "a:1", "a:1"]);
        opened.ShouldBe(2);
    }

    [Fact]
    public async Task A_silent_event_stream_is_opened_anew()
    {
        platform.Answers(
            () => Stream(new SilentStream()),
            () => Stream(new MemoryStream(Encoding.UTF8.GetBytes(Frame("a:1", "PENDING")))));

        (await Read(1, null).Within(time)).ShouldHaveSingleItem();
        (platform.Sent[1].At - platform.Sent[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(45));
    }

    /// <summary>Far longer than one call is tried.</summary>
    [Fact]
    public async Task The_event_stream_outlasts_an_outage()
    {
        var end = Some.Now.AddMinutes(1);
        platform.Answer = (_, _) => Task.FromResult(
            time.GetUtcNow() >= end ? Stream(new MemoryStream(Encoding.UTF8.GetBytes(Frame("a:1", "PENDING"))))
            : platform.Sent.Count % 3 == 0 ? StubPlatform.Lost()
            : StubPlatform.Problem(platform.Sent.Count % 3 == 1 ? 502 : 503, "NOBODY"));

        (await Read(1, null).Within(time)).ShouldHaveSingleItem();

        platform.Sent.Count.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task A_stream_that_ends_as_it_opens_is_opened_ever_more_seldom()
    {
        platform.Answer = (_, _) => Task.FromResult(Stream(new MemoryStream(
            platform.Sent.Count == 6 ? Encoding.UTF8.GetBytes(Frame("a:1", "PENDING")) : [])));

        await Read(1, null).Within(time);

        (platform.Sent[5].At - platform.Sent[4].At).ShouldBeGreaterThan(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_opened_says_why()
    {
        platform.Answers(() => StubPlatform.Problem(403, "FORBIDDEN"));

        (await Should.ThrowAsync<ProblemException>(Read(1, null))).Code.ShouldBe(Codes.Forbidden);
    }

    private async Task<List<RequestChange>> Read(int count, Func<Task>? opened)
    {
        var changes = new List<RequestChange>();
        await foreach (var change in client.Requests.Stream(opened: opened))
        {
            changes.Add(change);
            if (changes.Count == count)
            {
                break;
            }
        }

        return changes;
    }

    private static HttpResponseMessage Stream(Stream body) => new(HttpStatusCode.OK) { Content = new StreamContent(body) };

    private static string Frame(string id, string status) =>
        $$"""
        id: {{id}}
        event: request
        data: {"id":"0190a5f0-0000-7000-8000-000000000003","eventId":"0190a5f0-0000-7000-8000-000000000002","status":"{{status}}","rewards":[],"timeline":[]}


        """.ReplaceLineEndings("\n");

    /// <summary>Open, and never a byte.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
