using System.Net;
using Drills.Api;

namespace Bench.Load;

/// <summary>Who will ask for the reward of which event: each user once an event, one event after another.</summary>
internal sealed class Plan(IReadOnlyList<string> events, IReadOnlyList<Caller> callers, int requests)
{
    public const int Points = 10;

    public IReadOnlyList<string> Events => events;

    public IReadOnlyList<Caller> Callers => callers;

    public int Requests => requests;

    public static async Task<Plan> Make(Crowd crowd, int users, int requests)
    {
        var callers = await crowd.Callers(users);
        var admin = crowd.Admin;
        var events = await Crowd.ForEach(Enumerable.Range(0, ((requests - 1) / users) + 1), number => MakeEvent(admin, number));
        return new Plan(events, callers, requests);
    }

    public (string EventId, Caller Caller) this[int request] => (events[EventOf(request)], callers[request % callers.Count]);

    public int EventOf(int request) => request / callers.Count;

    /// <summary>How many of the requests are for the event.</summary>
    public int Of(int eventNumber) => Math.Min(callers.Count, requests - (eventNumber * callers.Count));

    private static async Task<string> MakeEvent(ApiClient admin, int number)
    {
        var body = new { name = $"Load {number}", periodStart = "2026-01-01T00:00:00Z", status = "ACTIVE" };
        var id = (await Crowd.Answered(() => admin.Post("/events", body))).Expect(HttpStatusCode.Created).Text("id");
        var reward = new { type = "POINT", name = "Points", points = Points };
        (await Crowd.Answered(() => admin.Post($"/events/{id}/rewards", reward))).Expect(HttpStatusCode.Created);
        return id;
    }
}
