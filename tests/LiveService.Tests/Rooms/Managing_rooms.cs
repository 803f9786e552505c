using Contracts;
using Contracts.Audit;
using Contracts.Rooms;
using Contracts.Turn;
using Contracts.Users;
using Documents;
using LiveService.Rooms;
using Testing;

namespace LiveService.Tests.Rooms;

public sealed class Managing_rooms : LiveServiceTest
{
    private readonly Caller owner = RunningLiveService.User();
    private readonly Caller other = RunningLiveService.User();
    private readonly Caller auditor = new(Guid.NewGuid(), [Role.Auditor]);
    private readonly Caller admin = new(Guid.NewGuid(), [Role.Admin]);

    [Fact]
    public async Task A_command_that_comes_again_makes_no_second_room()
    {
        var command = new CreateRoom(Guid.NewGuid(), new RoomTerms("Room"), owner);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Service.Ask<CreateRoom, RoomDetails>(command)));

        answers.Select(answer => answer.Reply).Distinct().ShouldHaveSingleItem().ShouldNotBeNull()
            .ShouldBe(new RoomDetails(command.RoomId, "Room", owner.UserId, 10, RoomAccess.Open, RoomStatus.Active, 0, answers[0].Reply!.CreatedAt, null));
        (await List(other)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("n", 10, "name")]
    [InlineData("   ", 10, "name")]
    [InlineData("a\tb", 10, "name")]
    [InlineData("name", 1, "capacity")]
    [InlineData("name", 51, "capacity")]
    public async Task What_its_rules_refuse_is_not_stored(string name, int capacity, string field)
    {
        (await Service.Ask<CreateRoom, RoomDetails>(new CreateRoom(Guid.NewGuid(), new RoomTerms(name, capacity), owner))).Refused!.Errors!.Keys.ShouldBe([field]);

        (await List(owner)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_by_invitation_is_invisible_to_others()
    {
        var room = await HasRoom(RoomAccess.Invited);
        var invited = RunningLiveService.User();
        await Invite(room, invited, owner);

        foreach (var caller in new[] { owner, invited, auditor, Some.Operator() })
        {
            (await Get(room, caller)).Reply.ShouldNotBeNull();
            (await List(caller)).ShouldBe([room]);
            (await IssueToken(room, caller)).Reply.ShouldNotBeNull();
        }

        (await Get(room, other)).Code.ShouldBe(Codes.NotFound);
        (await List(other)).ShouldBeEmpty();
        (await IssueToken(room, other)).Code.ShouldBe(Codes.NotFound);
        await Invite(room, invited, owner, isInvited: false);
        (await Get(room, invited)).Code.ShouldBe(Codes.NotFound);
    }

    [Fact]
    public async Task Its_owner_alone_invites()
    {
        var room = await HasRoom(RoomAccess.Invited);

        (await Invite(room, other, other)).Code.ShouldBe(Codes.NotFound);
        (await Invite(room, other, admin)).Code.ShouldBe(Codes.NotFound);
        (await Invite(Guid.NewGuid(), other, owner)).Code.ShouldBe(Codes.NotFound);
        (await Get(room, other)).Code.ShouldBe(Codes.NotFound);
    }

    [Fact]
    public async Task A_list_is_of_one_status_and_of_one_s_own()
    {
        var first = await HasRoom();
        var second = await HasRoom();
        var another = (await Service.Ask<CreateRoom, RoomDetails>(new CreateRoom(Guid.NewGuid(), new RoomTerms("Room"), other))).Reply!.Id;
        await Close(first, owner);

        (await List(owner)).ShouldBe([another, second, first]);
        (await List(owner, mine: true)).ShouldBe([second, first]);
        (await List(owner, RoomStatus.Active, mine: true)).ShouldBe([second]);
        (await List(owner, RoomStatus.Closed)).ShouldBe([first]);
    }

    [Fact]
    public async Task Its_owner_or_an_administrator_closes_it_for_good()
    {
        var (room, second) = (await HasRoom(), await HasRoom());

        (await Close(room, other)).Code.ShouldBe(Codes.NotFound);
        (await Close(room, Some.Operator())).Code.ShouldBe(Codes.NotFound);
        var closed = await Close(room, owner);

        closed.Reply!.Status.ShouldBe(RoomStatus.Closed);
        Service.Time.Advance(TimeSpan.FromMinutes(1));
        (await Close(room, owner)).Reply.ShouldBe(closed.Reply);
        (await IssueToken(room, owner)).Code.ShouldBe(Codes.RoomClosed);
        (await Close(second, admin)).Reply!.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_where_nobody_was_for_an_hour_ends_by_itself()
    {
        var room = await HasRoom();

        Service.Time.Advance(TimeSpan.FromMinutes(60));

        await Wait.Until(async () => (await Get(room, owner)).Reply!.Status == RoomStatus.Closed, "the room to end", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_token_says_what_it_was_asked_for_and_to_its_own_room_and_user_alone()
    {
        var (room, another) = (await HasRoom(), await HasRoom());
        var issued = (await IssueToken(room, other, "video", "data")).Reply!;
        var tokens = Service.Get<RoomTokens>();

        issued.Permissions.ShouldBe(["video", "data"]);
        (issued.ExpiresAt - Service.Time.GetUtcNow()).TotalMinutes.ShouldBeInRange(59, 60);
        var pass = (await tokens.Read(issued.Token, room, other.UserId)).ShouldNotBeNull();
        (pass.Name, string.Join(' ', pass.Permissions)).ShouldBe(("Somebody", "video data"));
        (await tokens.Read(issued.Token, another, other.UserId)).ShouldBeNull();
        (await tokens.Read(issued.Token, room, owner.UserId)).ShouldBeNull();
        Service.Time.Advance(TimeSpan.FromHours(1));
        (await tokens.Read(issued.Token, room, other.UserId)).ShouldBeNull();
    }

    [Fact]
    public async Task A_stage_token_is_no_room_token_nor_the_other_way_round()
    {
        var (room, stage) = (await HasRoom(), await Service.HasStage());
        var stageToken = await Service.HasToken(stage, owner);

        (await Service.Get<RoomTokens>().Read(stageToken.Token, room, owner.UserId)).ShouldBeNull();
        (await Service.Join(stage, (await IssueToken(room, owner)).Reply!.Token, owner)).Code.ShouldBe(Codes.InvalidStageToken);
    }

    [Theory]
    [InlineData("audio", "audio")]
    [InlineData("AUDIO", "data")]
    [InlineData("", "data")]
    public async Task Permissions_are_known_words_each_once(string first, string second) =>
        (await IssueToken(await HasRoom(), owner, first, second)).Refused!.Errors!.Keys.ShouldBe(["permissions"]);

    [Fact]
    public async Task Who_was_in_it_stays_on_record()
    {
        var room = await HasRoom();
        var rooms = Service.Get<IDocumentStore<Room>>();
        var pass = new RoomPass(room, other.UserId, "Somebody", ["audio"]);
        await rooms.Change(room.ToString(), r => r.Join(pass, "a", null, Guid.NewGuid(), Service.Time.GetUtcNow()).Refusal is null);
        (await Get(room, owner)).Reply!.Present.ShouldBe(1);
        Service.Time.Advance(TimeSpan.FromSeconds(20));
        await rooms.Change(room.ToString(), r => r.Leave("a", Service.Time.GetUtcNow()));

        await Wait.Until(async () => (await Participants(room, owner)).Reply!.Items is [{ LeftAt: not null }], "the stay to be on record", TimeSpan.FromSeconds(20));
        var stay = (await Participants(room, auditor)).Reply!.Items.ShouldHaveSingleItem();
        (stay.UserId, stay.Permissions.Single()).ShouldBe((other.UserId, "audio"));
        stay.DurationSeconds.ShouldBeInRange(20, 25);
        (await Participants(room, other)).Code.ShouldBe(Codes.NotFound);
        (await Get(room, owner)).Reply!.Present.ShouldBe(0);
    }

    [Fact]
    public async Task That_somebody_left_may_be_told_before_that_he_came()
    {
        var room = await HasRoom();
        var now = Service.Time.GetUtcNow();
        var came = new RecordRoomStay(room, Guid.NewGuid(), other.UserId, [], now, null);
        await Service.Bus.Publish(came with { LeftAt = now.AddSeconds(3) });
        await Wait.Until(async () => (await Participants(room, owner)).Reply!.Items.Count == 1, "the end", TimeSpan.FromSeconds(20));

        await Service.Bus.Publish(came);
        await Service.Bus.Publish(came with { ParticipantId = Guid.NewGuid(), JoinedAt = now.AddSeconds(1) });

        await Wait.Until(async () => (await Participants(room, owner)).Reply!.Items.Count == 2, "the one after it", TimeSpan.FromSeconds(20));
        (await Participants(room, owner)).Reply!.Items[1].DurationSeconds.ShouldBe(3);
    }

    [Fact]
    public async Task Those_of_a_deleted_account_are_closed()
    {
        var room = await HasRoom();

        await Service.Bus.Publish(new UserDeleted(owner.UserId));

        await Wait.Until(async () => (await Get(room, auditor)).Reply!.Status == RoomStatus.Closed, "the room to be closed", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Each_change_is_audited_once()
    {
        var room = await HasRoom(RoomAccess.Invited);
        await Invite(room, other, owner);
        await Invite(room, other, owner);
        await Invite(room, other, owner, isInvited: false);
        await Invite(room, other, owner, isInvited: false);
        await Close(room, owner);
        await Close(room, owner);

        await Wait.Until(() => Service.Heard<ChangeRecorded>().Count >= 4, "the entries");
        Service.Heard<ChangeRecorded>().Select(entry => entry.Action).Order().ShouldBe(["room.closed", "room.created", "room.invited", "room.uninvited"]);
        Service.Heard<ChangeRecorded>().ShouldAllBe(entry => entry.Target == $"room:{room}" && entry.Actor == owner.UserId.ToString());
    }

    [Fact]
    public async Task TURN_credentials_for_one_are_for_whoever_sees_it()
    {
        await using var service = await RunningLiveService.Start(("Turn:Secrets:0", "a-secret-of-these-tests-alone-77ab01"), ("Turn:Uris:0", "turn:127.0.0.1:3478"));
        var room = (await service.Ask<CreateRoom, RoomDetails>(new CreateRoom(Guid.NewGuid(), new RoomTerms("Room", Access: RoomAccess.Invited), owner))).Reply!.Id;

        (await service.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(room, other))).Code.ShouldBe(Codes.NotFound);
        (await service.Ask<IssueTurnCredentials, TurnCredentials>(new IssueTurnCredentials(room, owner))).Reply!.Username.ShouldEndWith($":{owner.UserId}:{room}");
    }

    private async Task<Guid> HasRoom(RoomAccess access = RoomAccess.Open) =>
        (await Service.Ask<CreateRoom, RoomDetails>(new CreateRoom(Guid.NewGuid(), new RoomTerms("Room", Access: access), owner))).Reply!.Id;

    private Task<Answer<RoomDetails>> Get(Guid room, Caller caller) => Service.Ask<GetRoom, RoomDetails>(new GetRoom(room, caller));

    private Task<Answer<RoomDetails>> Close(Guid room, Caller caller) => Service.Ask<CloseRoom, RoomDetails>(new CloseRoom(room, caller));

    private Task<Answer<RoomDetails>> Invite(Guid room, Caller user, Caller caller, bool isInvited = true) =>
        Service.Ask<ChangeRoomInvitation, RoomDetails>(new ChangeRoomInvitation(room, user.UserId, isInvited, caller));

    private Task<Answer<RoomTokenIssued>> IssueToken(Guid room, Caller caller, params string[] permissions) =>
        Service.Ask<IssueRoomToken, RoomTokenIssued>(new IssueRoomToken(room, permissions, "Somebody", caller));

    private Task<Answer<RoomParticipantList>> Participants(Guid room, Caller caller) =>
        Service.Ask<ListRoomParticipants, RoomParticipantList>(new ListRoomParticipants(room, 20, null, caller));

    private async Task<IEnumerable<Guid>> List(Caller caller, RoomStatus? status = null, bool mine = false) =>
        (await Service.Ask<ListRooms, RoomList>(new ListRooms(status, mine, 20, null, caller))).Reply!.Items.Select(room => room.Id);
}
