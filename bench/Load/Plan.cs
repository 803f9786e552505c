using Messaging.Client;

namespace Bench.Load;

/// <summary>Who will ask for the reward of which event: each user once an event, one event after another.</summary>
internal sealed class Plan(IReadOnlyList<Guid> events, IReadOnlyList<Caller> callers, int requests)
{
    public const int Points = 10;

    private static readonly DateTimeOffset LongAgo = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<Guid> Events => events;

    public IReadOnlyList<Caller> Callers => callers;

    public int Requests => requests;

    public static async Task<Plan> Make(Crowd crowd, int users, int requests)
    {
        var callers = await crowd.Callers(users);
        var admin = crowd.Admin;
        var events = await Crowd.ForEach(Enumerable.Range(0, ((requests - 1) / users) + 1), number => MakeEvent(admin, number));
        return new Plan(events, callers, requests);
    }

    public (Guid EventId, Caller Caller) this[int request] => (events[EventOf(request)], callers[request % callers.Count]);

    public int EventOf(int request) => request / callers.Count;

    /// <summary>How many of the requests are for the event.</summary>
    public int Of(int eventNumber) => Math.Min(callers.Count, requests - (eventNumber * callers.Count));

    private static async Task<Guid> MakeEvent(MessagingClient admin, int number)
    {
        var made = await admin.Events.Create(new NewEvent($"Load {number}", LongAgo) { Status = EventStatus.Active });
        await admin.Rewards.Add(made.Id, NewReward.Points("Points", Points));
        return made.Id;
    }
}
