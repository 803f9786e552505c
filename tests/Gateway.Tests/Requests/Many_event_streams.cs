using System.Net;
using Contracts.Users;
using Gateway.Requests;
using Gateway.Tests.Hosting;
using Testing;

namespace Gateway.Tests.Requests;

public sealed class Many_event_streams
{
    [Fact]
    public async Task Of_one_user_are_refused_until_one_is_closed()
    {
        await using var gateway = await GatewayHost.Start();
        var user = Guid.NewGuid();
        var client = await gateway.SignedIn(user, Role.User);
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 5; i++)
        {
            open.Add(await Open(client));
            open[i].StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var refused = await Open(client);
        await refused.Problem(HttpStatusCode.TooManyRequests, "TOO_MANY_STREAMS");
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(15));
        (await Open(await gateway.SignedIn(Role.User))).StatusCode.ShouldBe(HttpStatusCode.OK);

        open[0].Dispose();
        await Wait.Until(async () => (await Open(client)).StatusCode == HttpStatusCode.OK, "a place is free");
    }

    [Fact]
    public void Of_all_together_have_a_bound_and_give_their_places_back()
    {
        var streams = new RequestStreams(new StreamSettings(PerUser: 2, Total: 3));
        for (var round = 0; round < 3; round++)
        {
            var user = Guid.NewGuid();
            var open = new[] { streams.Open(user), streams.Open(user), streams.Open(user), streams.Open(Guid.NewGuid()), streams.Open(Guid.NewGuid()) };

            open.Select(stream => stream is not null).ShouldBe([true, true, false, true, false]);
            foreach (var stream in open)
            {
                stream?.Dispose();
            }
        }
    }

    [Fact]
    public async Task Opened_at_once_are_no_more_than_one_may()
    {
        var streams = new RequestStreams(new StreamSettings(PerUser: 5, Total: 100));
        var user = Guid.NewGuid();

        var open = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => streams.Open(user))));

        open.Count(stream => stream is not null).ShouldBe(5);
        foreach (var stream in open)
        {
            stream?.Dispose();
        }

        streams.AnyOf(user).ShouldBeFalse();
        streams.Open(user).ShouldNotBeNull().Dispose();
    }

    private static Task<HttpResponseMessage> Open(HttpClient client) => client.GetAsync("/events/requests/stream", HttpCompletionOption.ResponseHeadersRead);
}
