using Contracts;
using Contracts.Rooms;
using LiveService.Rooms;

namespace LiveService.Tests.Rooms;

/// <summary>Who may come in, who is the same as before, and when it is over: decided without a store.</summary>
public sealed class A_room
{
    private readonly DateTimeOffset start = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
    private readonly Guid ada = Guid.NewGuid();
    private readonly Guid bob = Guid.NewGuid();

    [Fact]
    public void Takes_as_many_as_it_has_places()
    {
        var room = Made(capacity: 2);

        Join(room, ada, "a", start).Refusal.ShouldBeNull();
        Join(room, bob, "b", start).Refusal.ShouldBeNull();

        Join(room, Guid.NewGuid(), "c", start).Refusal!.Code.ShouldBe(Codes.RoomFull);
        room.Leave("a", start).ShouldBeTrue();
        Join(room, Guid.NewGuid(), "c", start).Refusal.ShouldBeNull();
        room.ToDetails(start).Present.ShouldBe(2);
    }

    [Fact]
    public void Gives_the_same_participant_to_the_same_connection()
    {
        var room = Made(capacity: 2);
        var first = Join(room, ada, "a", start).Participant;
        Join(room, bob, "b", start);

        Join(room, ada, "a", start).Participant!.ParticipantId.ShouldBe(first!.ParticipantId);
        room.Present.Count.ShouldBe(2);
    }

    [Fact]
    public void Keeps_the_place_of_one_whose_connection_was_lost_for_15_seconds()
    {
        var room = Made(capacity: 2);
        var lost = Join(room, ada, "a", start).Participant!;
        Join(room, bob, "b", start);
        room.Lose("a", start);
        room.Hear(["b"], start.AddSeconds(14));

        Join(room, Guid.NewGuid(), "c", start.AddSeconds(14)).Refusal!.Code.ShouldBe(Codes.RoomFull);
        var back = Join(room, ada, "a2", start.AddSeconds(14.9), lost.ParticipantId).Participant!;

        (back.ParticipantId, back.JoinedAt, back.ConnectionId).ShouldBe((lost.ParticipantId, start, "a2"));
        room.Raised.OfType<RecordRoomStay>().Count().ShouldBe(2, "nobody left, and nobody came but the two");
    }

    [Fact]
    public void Has_another_participant_once_the_15_seconds_are_over()
    {
        var room = Made();
        var lost = Join(room, ada, "a", start).Participant!;
        room.Lose("a", start.AddSeconds(5));

        var other = Join(room, ada, "a2", start.AddSeconds(20), lost.ParticipantId).Participant!;

        other.ParticipantId.ShouldNotBe(lost.ParticipantId);
        Stay(room, lost).LeftAt.ShouldBe(start.AddSeconds(5));
    }

    [Fact]
    public void Lets_nobody_go_on_as_another()
    {
        var room = Made();
        var lost = Join(room, ada, "a", start).Participant!;
        room.Lose("a", start);

        Join(room, bob, "b", start, lost.ParticipantId).Participant!.ParticipantId.ShouldNotBe(lost.ParticipantId);
    }

    /// <summary>A renewal that has read who is there before the loss must not give him more.</summary>
    [Fact]
    public void Does_not_hear_of_one_whose_connection_was_lost()
    {
        var room = Made();
        Join(room, ada, "a", start);
        room.Lose("a", start.AddSeconds(5));

        room.Hear(["a"], start.AddSeconds(6)).ShouldBeFalse();

        var lost = room.Present.ShouldHaveSingleItem();
        (lost.IsLost, lost.LapsesAt).ShouldBe((true, start.AddSeconds(20)));
    }

    [Fact]
    public void Knows_who_comes_again_by_his_latest_token()
    {
        var room = Made();
        var lost = Join(room, ada, "a", start).Participant!;
        room.Lose("a", start);

        var back = room.Join(new RoomPass(Guid.Parse(room.Id), ada, "Another", ["audio"]), "a2", lost.ParticipantId, Guid.NewGuid(), start).Participant!;

        (back.ParticipantId, back.Name, back.Permissions.ShouldHaveSingleItem()).ShouldBe((lost.ParticipantId, "Another", "audio"));
    }

    [Fact]
    public void Loses_who_is_not_heard_of_for_30_seconds_at_the_time_when_he_last_was()
    {
        var room = Made();
        var silent = Join(room, ada, "a", start).Participant!;
        Join(room, bob, "b", start);
        room.Hear(["a", "b"], start.AddSeconds(10));
        room.Hear(["b"], start.AddSeconds(20));

        room.Lapse(start.AddSeconds(39.9)).ShouldBeFalse();
        room.DueAt.ShouldBe(start.AddSeconds(40));
        room.Lapse(start.AddSeconds(40)).ShouldBeTrue();

        room.Present.ShouldHaveSingleItem().UserId.ShouldBe(bob);
        Stay(room, silent).LeftAt.ShouldBe(start.AddSeconds(10));
    }

    [Fact]
    public void Ends_10_minutes_after_the_last_has_left()
    {
        var room = Made();
        Join(room, ada, "a", start.AddMinutes(59));
        room.Leave("a", start.AddMinutes(80));

        room.Lapse(start.AddMinutes(89.9)).ShouldBeFalse();
        room.DueAt.ShouldBe(start.AddMinutes(90));
        room.Lapse(start.AddMinutes(90)).ShouldBeTrue();

        (room.Status, room.EndedAt, room.DueAt).ShouldBe((RoomStatus.Closed, start.AddMinutes(90), null));
        Join(room, ada, "a", start.AddMinutes(91)).Refusal!.Code.ShouldBe(Codes.RoomClosed);
    }

    /// <summary>Whoever left last, in whichever order it becomes known.</summary>
    [Fact]
    public void Ends_10_minutes_after_the_last_though_one_was_lost_before_him_unnoticed()
    {
        var room = Made();
        Join(room, ada, "a", start);
        Join(room, bob, "b", start);
        room.Leave("b", start.AddSeconds(29));

        room.Lapse(start.AddSeconds(30)).ShouldBeTrue();

        room.DueAt.ShouldBe(start.AddSeconds(29).AddMinutes(10));
    }

    [Fact]
    public void Ends_10_minutes_after_the_last_of_the_first_hour_too()
    {
        var room = Made();
        Join(room, ada, "a", start.AddMinutes(1));

        room.Leave("a", start.AddMinutes(2));

        room.DueAt.ShouldBe(start.AddMinutes(12));
    }

    [Fact]
    public void Ends_60_minutes_after_it_was_made_when_nobody_came()
    {
        var room = Made();

        room.Lapse(start.AddMinutes(59.9)).ShouldBeFalse();
        Join(room, ada, "a", start.AddMinutes(60)).Refusal!.Code.ShouldBe(Codes.RoomClosed, "though no sweep has come by");

        room.EndedAt.ShouldBe(start.AddMinutes(60));
    }

    [Fact]
    public void Is_left_by_everybody_when_it_is_closed()
    {
        var room = Made();
        var there = Join(room, ada, "a", start).Participant!;

        room.Close(ada.ToString(), start.AddSeconds(9)).ShouldBeTrue();
        room.Close(ada.ToString(), start.AddSeconds(10)).ShouldBeFalse();

        room.Present.ShouldBeEmpty();
        room.EndedAt.ShouldBe(start.AddSeconds(9));
        Stay(room, there).LeftAt.ShouldBe(start.AddSeconds(9));
    }

    [Fact]
    public void Is_left_by_whose_invitation_is_taken_back()
    {
        var room = Made(access: RoomAccess.Invited);
        room.Invite(bob, ada.ToString(), start).ShouldBeNull();
        Join(room, bob, "b", start);

        room.Uninvite(bob, ada.ToString(), start);

        room.Present.ShouldBeEmpty();
        room.IsSeenBy(RunningLiveService.User(bob)).ShouldBeFalse();
    }

    [Fact]
    public void Invites_no_more_than_500()
    {
        var room = Made(access: RoomAccess.Invited);
        for (var i = 0; i < Room.MostInvitations; i++)
        {
            room.Invite(Guid.NewGuid(), ada.ToString(), start).ShouldBeNull();
        }

        room.Invite(bob, ada.ToString(), start)!.Errors!.Keys.ShouldBe(["userId"]);
    }

    private static RecordRoomStay Stay(Room room, RoomParticipant participant) =>
        room.Raised.OfType<RecordRoomStay>().Single(stay => stay.ParticipantId == participant.ParticipantId && stay.LeftAt is not null);

    private static (RoomParticipant? Participant, Refused? Refusal) Join(Room room, Guid user, string connection, DateTimeOffset now, Guid? resumed = null) =>
        room.Join(new RoomPass(Guid.Parse(room.Id), user, "Somebody", ["data"]), connection, resumed, Guid.NewGuid(), now);

    private Room Made(int capacity = 10, RoomAccess access = RoomAccess.Open) =>
        Room.Of(new CreateRoom(Guid.NewGuid(), new RoomTerms("Room", capacity, access), RunningLiveService.User(ada)), start);
}
