using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OtpNet;
using Testing.Processes;

namespace Client.Tests.Flow;

[Collection(RunningPlatform.Collection)]
public sealed class Users_of_the_platform(RunningPlatform platform)
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Get_what_they_ask_for_and_are_told()
    {
        using var machine = await platform.Machine();
        using var user = await platform.SignedUp();
        var festival = await machine.Events.Create(new NewEvent("Festival", Now.AddDays(-1)) { Status = EventStatus.Active });
        await machine.Rewards.Add(festival.Id, NewReward.Points("Hundred points", 100) with { Stock = 5 });
        await machine.Rewards.Add(festival.Id, NewReward.Coupons("Tea", [$"TEA-{Guid.NewGuid():N}"], Now.AddDays(1)));
        await machine.Rewards.Add(festival.Id, NewReward.Item("Sword", "sword", 2));
        await machine.Rewards.Add(festival.Id, NewReward.Badge("First", "first"));

        RewardRequest? request = null;
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        RequestStatus last = default;
        await foreach (var change in user.Requests.Stream(opened: async () => request ??= await user.Requests.Create(festival.Id, end.Token), cancellationToken: end.Token))
        {
            last = change.Request.Status;
            if (last is RequestStatus.Fulfilled or RequestStatus.Failed)
            {
                break;
            }
        }

        last.ShouldBe(RequestStatus.Fulfilled);
        var wallet = await user.Wallets.Mine();
        (wallet.Points, wallet.Items.Single().Quantity, wallet.Coupons.Count, wallet.Badges.Single()).ShouldBe((100, 2, 1, "first"));
        (await Read(user.Wallets.MyLedger())).Count.ShouldBe(4);
        var rewards = await Read(machine.Rewards.List(festival.Id));
        rewards.Select(reward => reward.GetType()).ShouldBe([typeof(BadgeReward), typeof(ItemReward), typeof(CouponReward), typeof(PointReward)]);
        ((PointReward)rewards[^1]).Remaining.ShouldBe(4);
        (await Should.ThrowAsync<ProblemException>(user.Requests.Create(festival.Id))).Code.ShouldBe(Codes.AlreadyRequested);
        (await user.Requests.Get(request!.Id)).Timeline.Select(entry => entry.Status).ShouldBe([RequestStatus.Pending, RequestStatus.Approved, RequestStatus.Fulfilled]);
    }

    [Fact]
    public async Task Are_told_why_they_are_not_eligible()
    {
        using var machine = await platform.Machine();
        using var user = await platform.SignedUp();
        var id = user.Sessions.Current!.User.Id;
        var festival = await machine.Events.Create(new NewEvent("For buyers", Now.AddDays(-1))
        {
            Status = EventStatus.Active,
            Condition = Condition.AllOf(
                Condition.Sum("purchase", "amount", Comparison.AtLeast, 50) with { Where = new Dictionary<string, DataValue> { ["shop"] = "berlin" } },
                Condition.Count("login", Comparison.AtLeast, 1)),
        });
        await machine.Rewards.Add(festival.Id, NewReward.Points("Ten points", 10));
        var refused = await Should.ThrowAsync<ProblemException>(user.Requests.Create(festival.Id));
        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, Codes.NotEligible));
        refused.Details.GetProperty("evaluation").GetProperty("eligible").GetBoolean().ShouldBeFalse();

        var purchase = new Activity(id, "purchase", Now, "order-1", new Dictionary<string, DataValue> { ["amount"] = 59.90m, ["shop"] = "berlin" });
        (await machine.Activities.Record([purchase, purchase])).ShouldBe(new RecordedActivities(1, 1));

        (await user.Events.Progress(festival.Id)).Condition!.All![0].Actual.ShouldBe(59.90m);
        (await machine.Events.Evaluate(festival.Id, id)).Eligible.ShouldBeTrue();
        (await user.Requests.Create(festival.Id)).Status.ShouldBe(RequestStatus.Pending);
    }

    [Fact]
    public async Task Walk_lists_that_are_longer_than_a_page()
    {
        using var machine = await platform.Machine();
        using var user = await platform.SignedUp();
        var id = user.Sessions.Current!.User.Id;
        await machine.Activities.Record([.. Enumerable.Range(0, 250).Select(number => new Activity(id, "step", Now, $"{number}"))]);

        (await Read(user.Activities.List(id, "step"))).Select(activity => activity.Key).Distinct().Count().ShouldBe(250);
        var page = await user.Activities.List(id, "step").Page(limit: 7);
        page.Items.Count.ShouldBe(7);
        (await user.Activities.List(id, "step").Page(7, page.NextCursor)).Items.ShouldNotContain(activity => page.Items.Any(other => other.Key == activity.Key));
    }

    /// <summary>The platform's own rotation of tokens, past the end of an access token by this client's clock.</summary>
    [Fact]
    public async Task Stay_signed_in_however_many_calls_find_the_token_ended()
    {
        var time = new FakeTimeProvider(Now);
        using var user = await platform.SignedUp(time);
        var sessions = new ConcurrentQueue<Session?>();
        user.Sessions.Changed += sessions.Enqueue;
        for (var round = 1; round <= 3; round++)
        {
            time.Advance(TimeSpan.FromMinutes(16));
            await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => user.Sessions.Me()));
            sessions.Count.ShouldBe(round);
        }

        // A kept session goes on where this one was.
        using var later = platform.Client(time);
        later.Sessions.Resume(user.Sessions.Current!);
        (await later.Sessions.Me()).Name.ShouldBe("Ada");
        await later.Sessions.LogOut();
        (await Should.ThrowAsync<ProblemException>(user.Sessions.Me())).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Sign_in_with_a_second_factor()
    {
        using var user = await platform.SignedUp();
        var email = user.Sessions.Current!.User.Email;
        var begun = await user.Users.BeginSecondFactor();
        var authenticator = new Totp(Base32Encoding.ToBytes(begun.Secret));
        var recovery = await user.Users.ConfirmSecondFactor(authenticator.ComputeTotp());

        using var again = platform.Client();
        (await again.Sessions.LogIn(email, RunningPlatform.Password)).SecondFactor.ShouldNotBeNull();
        await again.Sessions.LogIn(email, RunningPlatform.Password, _ => Task.FromResult(recovery.Codes[0]));
        (await again.Sessions.Me()).MfaEnabled.ShouldBeTrue();
        (await Should.ThrowAsync<ProblemException>(again.Sessions.LogIn(email, RunningPlatform.Password, _ => Task.FromResult(recovery.Codes[0])))).Code.ShouldBe(Codes.InvalidCode);
    }

    [Fact]
    public async Task Send_again_what_they_have_sent_and_do_it_once()
    {
        using var machine = await platform.Machine();
        var job = machine.WithIdempotencyKey($"job-{Guid.NewGuid()}");

        var first = await job.Events.Create(new NewEvent("Once", new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        var second = await job.Events.Create(new NewEvent("Once", new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        second.Id.ShouldBe(first.Id);
        (await Should.ThrowAsync<ProblemException>(job.Events.Create(new NewEvent("Twice", first.PeriodStart)))).Code.ShouldBe(Codes.IdempotencyKeyReused);
    }

    [Fact]
    public async Task Change_what_they_have_seen_and_not_what_it_has_become()
    {
        using var machine = await platform.Machine();
        var seen = await machine.Events.Create(new NewEvent("Spring", Now) { Description = "Soon.", RequestLimit = 5 });

        var changed = await machine.Events.Change(seen.Id, new EventChange { Description = null, Name = "Summer" }, seen.Version);

        (changed.Name, changed.Description, changed.RequestLimit).ShouldBe(("Summer", null, 5));
        (await Should.ThrowAsync<ProblemException>(machine.Events.Change(seen.Id, new EventChange { Name = "Autumn" }, seen.Version))).Code.ShouldBe(Codes.StaleVersion);
        var faulty = await Should.ThrowAsync<ProblemException>(machine.Events.Change(seen.Id, new EventChange { Name = "" }));
        faulty.Errors.Keys.ShouldBe(["name"]);
        faulty.TraceId.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Decide_and_audit()
    {
        using var machine = await platform.Machine();
        using var user = await platform.SignedUp();
        var reviewed = await machine.Events.Create(new NewEvent("Reviewed", Now.AddDays(-1)) { Status = EventStatus.Active, Approval = ApprovalMode.Manual });
        await machine.Rewards.Add(reviewed.Id, NewReward.Points("One", 1));
        var request = await user.Requests.Create(reviewed.Id);

        var results = await machine.Requests.Reject([request.Id, Guid.NewGuid()], "no");

        results.Select(result => (result.Status, result.Code)).ShouldBe([(RequestStatus.Rejected, null), (null, Codes.NotFound)]);
        (await Should.ThrowAsync<ProblemException>(machine.Requests.Approve(request.Id))).Code.ShouldBe(Codes.AlreadyDecided);
        await Wait.Until(async () => (await Read(machine.Audit.List(target: $"event:{reviewed.Id}"))).Count > 0, "the entry of the event");
        (await machine.Audit.Verify()).Valid.ShouldBeTrue();
        (await Read(machine.Audit.Export())).First(record => record.Target == $"event:{reviewed.Id}").After!.Value.GetProperty("name").GetString().ShouldBe("Reviewed");
        (await machine.Operations.Reconcile()).ByStatus["REJECTED"].ShouldBeGreaterThan(0);
        (await Read(machine.Operations.DeadLetters())).ShouldBeEmpty();
    }

    /// <summary>As when the roles have changed.</summary>
    [Fact]
    public async Task Connect_to_the_hub_with_a_token_that_counts_no_more()
    {
        using var ada = await platform.SignedUp();
        ada.Sessions.Resume(ada.Sessions.Current! with { AccessToken = "ended", ExpiresAt = Now.AddHours(1) });

        await using var connection = await ada.Live.Connect();

        ada.Sessions.Current!.AccessToken.ShouldNotBe("ended");
        var room = await ada.Rooms.Create("Hers");
        await connection.JoinRoom(room.Id, (await ada.Rooms.IssueToken(room.Id, [RoomPermission.Data])).Token);
    }

    [Fact]
    public async Task Meet_in_a_room_and_watch_a_stage()
    {
        using var ada = await platform.SignedUp();
        using var bob = await platform.SignedUp();
        var room = await ada.Rooms.Create("Ours", access: RoomAccess.Invited);
        await ada.Rooms.Invite(room.Id, bob.Sessions.Current!.User.Id);
        await using var hers = await ada.Live.Connect();
        var signals = new ConcurrentQueue<PeerSignal>();
        var joined = new ConcurrentQueue<PeerJoined>();
        hers.Signalled += signals.Enqueue;
        hers.PeerJoined += joined.Enqueue;
        var first = await hers.JoinRoom(room.Id, (await ada.Rooms.IssueToken(room.Id, [RoomPermission.Data])).Token);

        await using var his = await bob.Live.Connect();
        var second = await his.JoinRoom(room.Id, (await bob.Rooms.IssueToken(room.Id, [RoomPermission.Audio, RoomPermission.Data])).Token);
        second.Peers.ShouldHaveSingleItem().ParticipantId.ShouldBe(first.ParticipantId);
        await his.Signal(room.Id, first.ParticipantId, "offer", new { sdp = "v=0" });

        await Wait.Until(() => !signals.IsEmpty && !joined.IsEmpty, "the signal");
        joined.ShouldHaveSingleItem().Participant.Permissions.ShouldBe([RoomPermission.Audio, RoomPermission.Data]);
        signals.ShouldHaveSingleItem().Payload.GetProperty("sdp").GetString().ShouldBe("v=0");
        (await Should.ThrowAsync<MessagingException>(his.Signal(room.Id, first.ParticipantId, "shout", null))).Code.ShouldBe(Codes.UnknownKind);

        using var machine = await platform.Machine();
        var stage = await machine.Stages.Create("Keynote");
        var session = await his.JoinStage((await bob.Stages.IssueToken(stage.Id, [StageCapability.Subscribe])).Token);
        session.StageId.ShouldBe(stage.Id);
        (await his.LeaveStage(stage.Id))!.LeftAt.ShouldNotBeNull();
        (await his.LeaveStage(stage.Id)).ShouldBeNull();
        (await Read(machine.Stages.Sessions(stage.Id))).ShouldHaveSingleItem().Id.ShouldBe(session.Id);
        await ada.Rooms.Close(room.Id);
    }

    [Fact]
    public async Task Are_given_all_that_is_kept_of_them()
    {
        using var user = await platform.SignedUp();
        await using var export = await user.Users.Export();

        using var read = await JsonDocument.ParseAsync(export);

        read.RootElement.GetProperty("account").GetProperty("email").GetString().ShouldBe(user.Sessions.Current!.User.Email);
    }

    [Fact]
    public async Task Ask_for_turn_credentials_that_a_server_can_verify()
    {
        using var user = await platform.SignedUp();
        using var server = platform.Client();

        var issued = await user.Turn.Issue();

        (await server.Turn.Verify(issued.Username, issued.Credential, TestAccounts.TurnServiceKey)).UserId.ShouldBe(user.Sessions.Current!.User.Id);
        (await server.Turn.IssueToServer(TestAccounts.TurnServiceKey, "janus")).Uris.ShouldBe(issued.Uris);
    }

    /// <summary>What the platform signs is what the client verifies.</summary>
    [Fact]
    public async Task Have_their_grants_delivered_signed()
    {
        const string Secret = "a-secret-of-sixteen";
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{Ports.Free()}/";
        listener.Prefixes.Add(address);
        listener.Start();
        using var machine = await platform.Machine();
        using var user = await platform.SignedUp();
        var festival = await machine.Events.Create(new NewEvent("Delivered", Now.AddDays(-1)) { Status = EventStatus.Active });
        var reward = await machine.Rewards.Add(festival.Id, NewReward.Points("Ten", 10) with { Delivery = new NewDelivery(address, Secret) });

        var request = await user.Requests.Create(festival.Id);
        var delivered = await listener.GetContextAsync().WaitAsync(TimeSpan.FromMinutes(1));
        using var body = new MemoryStream();
        await delivered.Request.InputStream.CopyToAsync(body);
        var headers = delivered.Request.Headers;
        var read = new SignedDeliveries(Secret).Read(headers[SignedDeliveries.TimestampHeader], headers[SignedDeliveries.SignatureHeader], body.ToArray());
        delivered.Response.StatusCode = 204;
        delivered.Response.Close();

        read.ShouldNotBeNull();
        (read.RequestId, read.Reward.Id, read.Reward.Points).ShouldBe((request.Id, reward.Id, 10L));
        await Wait.Until(async () => (await user.Requests.Get(request.Id)).Status == RequestStatus.Fulfilled, "the request");
        (await Read(machine.Requests.Deliveries(request.Id))).ShouldHaveSingleItem().Status.ShouldBe(204);
    }

    [Fact]
    public async Task Make_teams()
    {
        using var ada = await platform.SignedUp();
        var team = await ada.Teams.Create("Crew");

        await ada.Teams.Rename(team.Id, "The crew");
        var invitation = await ada.Teams.Invite(team.Id, $"bob-{Guid.NewGuid():N}@example.com");

        (await ada.Teams.Get(team.Id)).Members.ShouldHaveSingleItem().Role.ShouldBe(TeamRole.Owner);
        await ada.Teams.CancelInvitation(team.Id, invitation.Id);
        (await Read(ada.Teams.Invitations(team.Id))).ShouldHaveSingleItem().Status.ShouldBe(InvitationStatus.Cancelled);
        (await Read(ada.Teams.List(ada.Sessions.Current!.User.Id))).ShouldHaveSingleItem().Name.ShouldBe("The crew");
    }

    private static async Task<List<T>> Read<T>(IAsyncEnumerable<T> sequence)
    {
        var all = new List<T>();
        await foreach (var item in sequence)
        {
            all.Add(item);
        }

        return all;
    }
}
