using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Drills.Api;
using Testing;
using Testing.Processes;

namespace Flow.Tests.Presence;

/// <summary>People in rooms, and viewers of a stage whose time is a drop, at the hub of one deployment.</summary>
internal sealed class Gathering : IAsyncDisposable
{
    /// <summary>How many are in a room; the first of them is its owner, and the last goes while a part is broken.</summary>
    private const int InRoom = 5;

    /// <summary>A lease, the sweep after it, and what that tells.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(35);

    private const int DropAfter = 5;

    private readonly Uri address;
    private readonly ApiClient admin;
    private readonly Dictionary<string, List<Guest>> rooms = [];
    private readonly List<Guest> gone = [];
    private readonly List<Viewer> viewers = [];
    private Campaign campaign = null!;
    private string stage = "";

    private Gathering(Uri address, ApiClient admin) => (this.address, this.admin) = (address, admin);

    /// <summary>As many as a gate has time for; with LIVE_FAULTS=full 200 in 40 rooms and 100 who watch.</summary>
    public static (int Rooms, int Viewers) Size => Environment.GetEnvironmentVariable("LIVE_FAULTS") == "full" ? (40, 100) : (6, 15);

    private IEnumerable<Attendee> Everybody => rooms.Values.SelectMany(guests => guests).Concat<Attendee>(viewers);

    public static async Task<Gathering> Of(Uri address, ConcurrentQueue<ApiClient> users)
    {
        var gathering = new Gathering(address, await new ApiClient(address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword));
        await gathering.Gather(users);
        return gathering;
    }

    /// <summary>One of each room closes his browser; those who watch ask for the drop, whatever comes of it.</summary>
    public async Task GoesOn()
    {
        foreach (var guests in rooms.Values)
        {
            gone.Add(guests[^1]);
            guests.RemoveAt(guests.Count - 1);
        }

        await Task.WhenAll(gone.Select(guest => guest.DisposeAsync().AsTask()));
        await Each(viewers, viewer => Ask(viewer, $"{viewer.User.UserId}"));
    }

    /// <summary>Those whose sessions have ended; so their connections end, too.</summary>
    public async Task SignInAgain()
    {
        await Wait.Until(
            async () => await admin.TryLogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword) is null, "the administrator to sign in", TimeSpan.FromSeconds(15));
        await Each(Everybody, attendee => Wait.Until(attendee.SignInAgain, "somebody to sign in", TimeSpan.FromSeconds(15)));
    }

    /// <summary>The hub and REST both tell exactly who is there, and everybody can be reached.</summary>
    public async Task IsThereAsItIs()
    {
        var wrong = "";
        await Wait.Until(async () => (wrong = await WhatIsWrong()).Length == 0, () => $"presence to be right: {wrong}", Bound);
        foreach (var guests in rooms.Values)
        {
            foreach (var (guest, next) in guests.Zip(guests.Skip(1).Append(guests[0])))
            {
                var payload = $"{Guid.NewGuid()}";
                await Wait.Until(() => Done(() => guest.Signal(next, payload)), "a signal to be taken", TimeSpan.FromSeconds(10));
                await Wait.Until(() => next.HasHeard(payload), "a signal to arrive", TimeSpan.FromSeconds(5));
            }
        }
    }

    /// <summary>Of each stay in a room there is one record, open while its participant is there.</summary>
    public async Task EachStayIsOnRecord()
    {
        foreach (var (room, guests) in rooms)
        {
            var everyone = guests.Concat(gone.Where(guest => guest.Room == room)).ToList();
            await Wait.Until(
                async () =>
                {
                    var records = await All(admin, $"/rooms/{room}/participants");
                    return records.Select(Id).Order(StringComparer.Ordinal).SequenceEqual(everyone.SelectMany(guest => guest.Stays).Order(StringComparer.Ordinal))
                        && records.Where(record => record.GetProperty("leftAt").ValueKind == JsonValueKind.Null).Select(Id).ToHashSet().SetEquals(guests.Select(guest => guest.ParticipantId!));
                },
                $"a record of each stay in room {room}");
        }

        static string Id(JsonElement record) => record.GetProperty("participantId").GetString()!;
    }

    /// <summary>Everybody watched as long as he was there, it was recorded once, and each who asked has the drop once.</summary>
    public async Task EachSecondAndDropCountsOnce()
    {
        await Each(viewers, async viewer =>
        {
            await Wait.Until(() => Task.FromResult(viewer.There > TimeSpan.FromSeconds(DropAfter + 1)), "the drop to be earned");
            await Wait.Until(() => Done(viewer.Leave), "a session to end");
            await viewer.DisposeAsync();
            var watched = await viewer.WatchedSeconds();

            // What a part that is away cannot be told of is a heartbeat's time at most.
            watched.ShouldBeInRange((long)viewer.There.TotalSeconds - 15, (long)viewer.AtMostThere.TotalSeconds + 2);
            await Wait.Until(async () => await Recorded(viewer) == watched, $"{watched} seconds to be recorded");
            await Wait.Until(async () => (await Ask(viewer, $"{Guid.NewGuid()}"))?.Code == "ALREADY_REQUESTED", "the drop to be requested");
        });
        await campaign.BecomesFulfilled(viewers.Count, TimeSpan.FromSeconds(60));
        await Each(viewers, async viewer =>
        {
            var request = (await viewer.User.Typed.Requests.List(eventId: campaign.EventId).All()).ShouldHaveSingleItem();
            (await viewer.User.Ledger()).Count(entry => entry.RequestId == request.Id).ShouldBe(1);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Everybody.Select(attendee => attendee.DisposeAsync().AsTask()));
        admin.Dispose();
    }

    private async Task Gather(ConcurrentQueue<ApiClient> users)
    {
        stage = (await admin.Post("/stages", new { name = "Main stage" })).Expect(HttpStatusCode.Created).Text("id");
        campaign = await Campaign.Start(address, admin, terms => terms with { Condition = Campaign.Watched(stage, DropAfter) });
        viewers.AddRange(Enumerable.Range(0, Size.Viewers).Select(_ => new Viewer(address, Next(), stage)));
        await Each(viewers, viewer => viewer.Come());
        for (var i = 0; i < Size.Rooms; i++)
        {
            var owner = Next();
            var room = (await owner.Post("/rooms", new { name = $"Room {i}" })).Expect(HttpStatusCode.Created).Text("id");
            rooms[room] = [new Guest(address, owner, room), .. Enumerable.Range(1, InRoom - 1).Select(_ => new Guest(address, Next(), room))];
        }

        await Each(rooms.Values.SelectMany(guests => guests), guest => guest.Come());

        ApiClient Next() => users.TryDequeue(out var user) ? user : throw new InvalidOperationException("Too few have signed up.");
    }

    private async Task<string> WhatIsWrong()
    {
        foreach (var (room, guests) in rooms)
        {
            var present = await admin.Get($"/rooms/{room}");
            if (present.Status != HttpStatusCode.OK || present.Json.GetProperty("present").GetInt32() != guests.Count)
            {
                return $"{guests.Count} are in room {room}, and not as this says: {present.Body}";
            }

            var all = guests.Select(guest => guest.ParticipantId!).ToHashSet();
            if (guests.Find(guest => !all.SetEquals(guest.Peers.Append(guest.ParticipantId!))) is { } misled)
            {
                return $"{misled.ParticipantId} in room {room} knows {string.Join(", ", misled.Peers)} of {string.Join(", ", all)}";
            }
        }

        var stats = await admin.Get($"/stages/{stage}/stats");
        return stats.Status == HttpStatusCode.OK && stats.Json.GetProperty("viewers").GetInt32() == viewers.Count ? "" : $"{viewers.Count} watch, and not as this says: {stats.Body}";
    }

    /// <summary>Null when nothing answers.</summary>
    private async Task<ApiAnswer?> Ask(Viewer viewer, string key)
    {
        try
        {
            return await viewer.User.Post($"/events/{campaign.EventId}/request", idempotencyKey: key);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<long> Recorded(Viewer viewer) =>
        (await All(admin, $"/users/{viewer.User.UserId}/activities?type=watch"))
            .Where(activity => activity.GetProperty("data").GetProperty("stage").GetString() == stage)
            .Sum(activity => activity.GetProperty("data").GetProperty("seconds").GetInt64());

    private static async Task<IReadOnlyList<JsonElement>> All(ApiClient reader, string path)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = (await reader.Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=100{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(HttpStatusCode.OK);
            items.AddRange(page.Items);
            cursor = page.Json.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        return items;
    }

    private static async Task<bool> Done(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception e) when (e is Microsoft.AspNetCore.SignalR.HubException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Task Each<T>(IEnumerable<T> items, Func<T, Task> action) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (item, _) => await action(item));
}
