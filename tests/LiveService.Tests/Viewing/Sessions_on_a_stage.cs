using Contracts;
using Contracts.Audit;
using Contracts.Stages;
using Contracts.Viewing;
using Testing;

namespace LiveService.Tests.Viewing;

public sealed class Sessions_on_a_stage : LiveServiceTest
{
    private readonly Caller user = RunningLiveService.User();

    [Fact]
    public async Task One_lasts_as_long_as_it_is_heard_of()
    {
        var session = await Service.HasSession(await Service.HasStage(), user);
        for (var i = 0; i < 5; i++)
        {
            Service.Time.Advance(TimeSpan.FromSeconds(40));
            (await Service.Heartbeat(session)).Reply.ShouldNotBeNull();
        }

        Service.Time.Advance(TimeSpan.FromSeconds(45));
        (await Service.Heartbeat(session)).Code.ShouldBe(Codes.SessionEnded);
        var ended = (await Service.Sessions(session.StageId)).ShouldHaveSingleItem();
        ended.LeftAt.ShouldBe(ended.LastSeenAt);
        ended.WatchSeconds.ShouldBeInRange(200, 210);
        ended.WatchSeconds.ShouldBe((long)(ended.LeftAt!.Value - ended.JoinedAt).TotalSeconds);
    }

    [Fact]
    public async Task One_that_is_left_ends_with_that_and_ends_no_other()
    {
        var stage = await Service.HasStage();
        var token = (await Service.HasToken(stage, user)).Token;
        var first = (await Service.Join(stage, token, user)).Reply!.Session;
        Service.Time.Advance(TimeSpan.FromSeconds(30));

        var left = (await Service.Leave(first)).Reply!;
        var second = (await Service.Join(stage, token, user)).Reply!;
        Service.Time.Advance(TimeSpan.FromSeconds(5));

        left.LeftAt.ShouldBe(left.LastSeenAt);
        left.WatchSeconds.ShouldBeInRange(30, 35);
        second.IsNew.ShouldBeTrue();
        (await Service.Leave(first)).Reply.ShouldBe(left);
        (await Service.Sessions(stage, open: true)).ShouldHaveSingleItem().Id.ShouldBe(second.Session.Id);
        (await Service.Sessions(stage, open: false)).ShouldHaveSingleItem().Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task A_participant_who_joins_again_has_the_session_that_is_open()
    {
        var stage = await Service.HasStage();
        var token = (await Service.HasToken(stage, user)).Token;
        var first = (await Service.Join(stage, token, user)).Reply!;

        var again = (await Service.Join(stage, token, user)).Reply!;

        (first.IsNew, again.IsNew).ShouldBe((true, false));
        again.Session.Id.ShouldBe(first.Session.Id);
    }

    [Fact]
    public async Task One_that_lapsed_a_moment_ago_is_not_taken_up_again()
    {
        var stage = await Service.HasStage();
        var token = (await Service.HasToken(stage, user)).Token;
        var first = (await Service.Join(stage, token, user)).Reply!;
        Service.Time.Advance(TimeSpan.FromSeconds(45));

        var second = (await Service.Join(stage, token, user)).Reply!;

        second.IsNew.ShouldBeTrue();
        second.Session.Id.ShouldNotBe(first.Session.Id);
    }

    [Fact]
    public async Task It_is_its_user_s_and_an_operator_may_end_it()
    {
        var session = await Service.HasSession(await Service.HasStage(), user);
        var anOperator = Some.Operator();

        (await Service.Leave(session, RunningLiveService.User())).Code.ShouldBe(Codes.NotFound);
        (await Service.Ask<RefreshStageSession, StageSessionRefreshed>(new RefreshStageSession(session.StageId, session.Id, RunningLiveService.User()))).Code.ShouldBe(Codes.NotFound);
        (await Service.Ask<LeaveStage, StageSessionDetails>(new LeaveStage(Guid.NewGuid(), session.Id, user))).Code.ShouldBe(Codes.NotFound);
        (await Service.Leave(session, anOperator)).Reply!.LeftAt.ShouldNotBeNull();

        await Wait.Until(() => Service.Heard<ChangeRecorded>().Any(entry => entry.Action == "stage.session_ended" && entry.Actor == anOperator.UserId.ToString()), "the entry");
    }

    [Fact]
    public async Task Each_ends_when_the_stage_is_closed_or_its_token_revoked()
    {
        var stage = await Service.HasStage();
        var revoked = await Service.HasSession(stage, user);
        var closed = await Service.HasSession(stage, RunningLiveService.User());

        await Service.Ask<RevokeStageToken, StageTokenRevoked>(new RevokeStageToken(stage, revoked.ParticipantId, user));
        (await Service.Sessions(stage, open: true)).ShouldHaveSingleItem().Id.ShouldBe(closed.Id);
        await Service.Ask<CloseStage, StageDetails>(new CloseStage(stage, Some.Operator()));

        (await Service.Sessions(stage, open: true)).ShouldBeEmpty();
        (await Service.Heartbeat(closed)).Code.ShouldBe(Codes.SessionEnded);
        (await Service.Join(stage, (await Service.Ask<ListStageTokens, StageTokenList>(new ListStageTokens(stage, 1, null))).Reply!.Items[0].ParticipantId.ToString(), user))
            .Code.ShouldBe(Codes.InvalidStageToken);
    }

    /// <summary>As when the process that closed or revoked has died in between.</summary>
    [Fact]
    public async Task What_a_close_or_a_revocation_has_not_ended_is_ended_by_its_message()
    {
        var stage = await Service.HasStage();
        var revoked = await Service.HasSession(stage, user);
        var closed = await Service.HasSession(stage, user);

        await Service.Bus.Publish(new StageTokenRevoked(stage, revoked.ParticipantId, Service.Time.GetUtcNow()));
        await Wait.Until(async () => (await Service.Sessions(stage, open: true)).Count == 1, "one to end");
        await Service.Bus.Publish(new StageClosed(stage, Service.Time.GetUtcNow()));

        await Wait.Until(async () => (await Service.Sessions(stage, open: true)).Count == 0, "the other to end");
        (await Service.Heartbeat(closed)).Code.ShouldBe(Codes.SessionEnded);
    }

    [Fact]
    public async Task A_user_has_a_history_of_all_stages()
    {
        var first = await Service.HasSession(await Service.HasStage(), user);
        Service.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await Service.HasSession(await Service.HasStage(), user);
        await Service.HasSession(second.StageId, RunningLiveService.User());

        var history = (await Service.Ask<ListViewerSessions, StageSessionList>(new ListViewerSessions(user.UserId, 20, null))).Reply!.Items;

        history.Select(session => session.Id).ShouldBe([second.Id, first.Id]);
        history[1].LeftAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task They_are_counted()
    {
        var stage = await Service.HasStage();
        var viewer = await Service.HasSession(stage, user);
        await Service.HasSession(stage, user);
        await Service.HasSession(stage, Some.Operator(), RunningLiveService.Publish);
        await Service.HasSession(await Service.HasStage(), user);
        await Service.Leave(viewer);
        await Service.Leave(viewer);

        var stats = await Service.Stats(stage);

        (stats.Viewers, stats.Publishers, stats.PeakViewers, stats.Sessions).ShouldBe((1, 1, 2, 3));
        Service.Time.Advance(TimeSpan.FromMinutes(2));
        stats = await Service.Stats(stage);
        (stats.Viewers, stats.Publishers, stats.PeakViewers, stats.Sessions).ShouldBe((0, 0, 2, 3));
    }
}
