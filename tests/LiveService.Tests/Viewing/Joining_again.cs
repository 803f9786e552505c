using Contracts;
using Contracts.Stages;
using Documents;
using LiveService.Stages;
using LiveService.Tokens;
using LiveService.Viewing;

namespace LiveService.Tests.Viewing;

public sealed class Joining_again : LiveServiceTest
{
    private readonly Caller user = RunningLiveService.User();

    [Fact]
    public async Task With_the_command_of_a_session_that_has_ended_opens_another()
    {
        var stage = await Service.HasStage();
        var token = (await Service.HasToken(stage, user)).Token;
        var first = (await Service.Join(stage, token, user)).Reply!.Session;
        await Service.Leave(first);

        var again = (await Service.Join(stage, token, user, first.Id)).Reply!;
        Service.Time.Advance(StageSession.Lease);
        var third = (await Service.Join(stage, token, user, first.Id)).Reply!;

        (again.IsNew, again.Session.LeftAt, third.IsNew, third.Session.LeftAt).ShouldBe((true, null, true, null));
        new[] { first.Id, again.Session.Id, third.Session.Id }.ShouldBeUnique();
        (await Service.Heartbeat(third.Session)).Reply.ShouldNotBeNull();
    }

    /// <summary>Its process died before it looked again at the stage and the token; whoever closed or revoked has not found it either.</summary>
    [Theory]
    [InlineData(StageStatus.Closed, false, Codes.StageClosed)]
    [InlineData(StageStatus.Open, true, Codes.InvalidStageToken)]
    public async Task Ends_what_an_attempt_before_has_opened_too_late(StageStatus status, bool isRevoked, string code)
    {
        var now = Service.Time.GetUtcNow();
        var stage = Guid.NewGuid();
        await Service.Get<IDocumentStore<Stage>>().Insert(new Stage { Id = stage.ToString(), Terms = new StageTerms("Main", null), CreatedBy = user.UserId, CreatedAt = now, Status = status });
        var token = StageToken.Of(new IssueStageToken(Guid.NewGuid(), stage, RunningLiveService.Subscribe, user), now);
        token.RevokedAt = isRevoked ? now : null;
        await Service.Get<IDocumentStore<StageToken>>().Insert(token);
        await Service.Get<IDocumentStore<StageSession>>().Insert(StageSession.Of(Guid.NewGuid(), token, now));

        var again = await Service.Join(stage, Service.Get<StageTokens>().Write(token, null), user);

        again.Code.ShouldBe(code);
        (await Service.Sessions(stage)).ShouldHaveSingleItem().LeftAt.ShouldNotBeNull();
    }
}
