using AuthService.Sessions;
using Contracts.Sessions;

namespace AuthService.Tests.Sessions;

public sealed class RefreshSessionTests : AuthServiceTest
{
    [Fact]
    public async Task Should_refuse_a_token_of_a_deleted_user()
    {
        var session = await Service.HasSession((await Service.HasUser("gone@example.com")).Email);
        (await Service.Users.Delete((await Service.Users.Get(session.User.Id.ToString()))!)).IsSaved.ShouldBeTrue();

        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<Contracts.Refused>().Code.ShouldBe("INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Should_give_new_tokens_and_end_the_old_access_token()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");

        var second = (await Service.Refresh(first.RefreshToken)).ShouldBeOfType<SessionStarted>();

        second.RefreshToken.ShouldNotBe(first.RefreshToken);
        (await Service.Accepts(first)).ShouldBeFalse();
        (await Service.Accepts(second)).ShouldBeTrue();
        Token.Payload(second.AccessToken).GetProperty("sid").GetString().ShouldBe(Token.Payload(first.AccessToken).GetProperty("sid").GetString());
        (await Service.Refresh(second.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_end_the_session_when_an_old_token_is_used_again()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        var second = (await Service.Refresh(first.RefreshToken)).ShouldBeOfType<SessionStarted>();
        Service.Time.Advance(TimeSpan.FromSeconds(10));

        ShouldBeRefused(await Service.Refresh(first.RefreshToken), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(second)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(second.RefreshToken), "INVALID_REFRESH_TOKEN");
        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_give_the_same_session_to_all_who_use_a_token_at_once_and_for_10_seconds()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Service.Refresh(session.RefreshToken)));
        Service.Time.Advance(TimeSpan.FromSeconds(9));
        var late = (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();

        answers.ShouldAllBe(answer => ((SessionStarted)answer).RefreshToken == late.RefreshToken && ((SessionStarted)answer).AccessToken == late.AccessToken);
        (await Service.Accepts(late)).ShouldBeTrue();
        (await Service.Refresh(late.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_forgive_only_the_token_that_was_used_last()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        var second = (await Service.Refresh(first.RefreshToken)).ShouldBeOfType<SessionStarted>();
        var third = (await Service.Refresh(second.RefreshToken)).ShouldBeOfType<SessionStarted>();

        ShouldBeRefused(await Service.Refresh(first.RefreshToken), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(third)).ShouldBeFalse();
    }

    [Fact]
    public async Task Should_not_forgive_a_token_whose_session_is_over()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        await Service.Refresh(first.RefreshToken);
        var next = await Service.HasSession("ada@example.com");

        ShouldBeRefused(await Service.Refresh(first.RefreshToken), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(next)).ShouldBeTrue();
    }

    [Fact]
    public async Task Should_refuse_a_token_after_7_days()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        Service.Time.Advance(TimeSpan.FromDays(7));

        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Should_count_7_days_from_each_refresh()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        for (var i = 0; i < 3; i++)
        {
            Service.Time.Advance(TimeSpan.FromDays(6));
            session = (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("********************************************************************************************")]
    public async Task Should_refuse_what_is_no_token(string text) => ShouldBeRefused(await Service.Refresh(text), "INVALID_REFRESH_TOKEN");

    [Fact]
    public async Task Should_refuse_an_invented_token_of_no_session_and_harm_nobody()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        ShouldBeRefused(await Service.Refresh(RefreshToken.Create(user.Id, Guid.NewGuid()).Text), "INVALID_REFRESH_TOKEN");
        ShouldBeRefused(await Service.Refresh(RefreshToken.Create(Guid.NewGuid(), Guid.NewGuid()).Text), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(session)).ShouldBeTrue();
    }

    [Fact]
    public async Task Should_not_spend_the_token_while_the_session_store_is_down()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        Service.AccessTokens.IsDown = true;
        await Should.ThrowAsync<MassTransit.RequestFaultException>(() => Service.Refresh(session.RefreshToken));

        Service.AccessTokens.IsDown = false;

        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_give_other_tokens_when_it_fails_after_it_has_spent_the_token()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        Service.AccessTokens.FailNextStart();

        var second = (await Service.Refresh(first.RefreshToken)).ShouldBeOfType<SessionStarted>();

        (await Service.Accepts(second)).ShouldBeTrue();
        (await Service.Refresh(second.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_leave_the_session_alone_when_its_message_is_delivered_again()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        var messageId = Guid.NewGuid();
        var second = (await Service.Refresh(first.RefreshToken, messageId)).ShouldBeOfType<SessionStarted>();

        (await Service.Refresh(first.RefreshToken, messageId)).ShouldBeOfType<SessionStarted>().RefreshToken.ShouldBe(second.RefreshToken);
        Service.Time.Advance(TimeSpan.FromSeconds(10));
        ShouldBeRefused(await Service.Refresh(first.RefreshToken, messageId), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(second)).ShouldBeTrue();
        (await Service.Refresh(second.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_not_spend_the_token_when_nobody_waits_any_more()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        await Service.Deliver(new RefreshSession(session.RefreshToken), expired: true);

        (await Service.Accepts(session)).ShouldBeTrue();
        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }
}

public sealed class LogOutTests : AuthServiceTest
{
    [Fact]
    public async Task Should_end_both_tokens()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        (await LogOut(user.Id)).ShouldBe(new SessionEnded(user.Id));

        (await Service.Accepts(session)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Should_answer_the_same_again_and_for_whoever_has_no_session()
    {
        var user = await Service.HasUser("ada@example.com");
        await LogOut(user.Id);

        (await LogOut(user.Id)).ShouldBe(new SessionEnded(user.Id));
        (await LogOut(Guid.Empty)).ShouldBe(new SessionEnded(Guid.Empty));
        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Should_end_a_session_whose_refresh_is_under_way()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        var pause = Service.AccessTokens.PauseNextStart();
        var refresh = Service.Refresh(session.RefreshToken);
        await pause.Reached;

        await LogOut(user.Id);
        pause.Release();

        var late = (await refresh).ShouldBeOfType<SessionStarted>();
        (await Service.Accepts(late)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(late.RefreshToken), "INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Should_end_only_the_session_that_it_names()
    {
        var user = await Service.HasUser("ada@example.com");
        var left = SessionOf(await Service.HasSession("ada@example.com"));
        await LogOut(user.Id, left);
        var present = await Service.HasSession("ada@example.com");

        (await LogOut(user.Id, left)).ShouldBe(new SessionEnded(user.Id));

        (await Service.Accepts(present)).ShouldBeTrue();
        await LogOut(user.Id, SessionOf(present));
        (await Service.Accepts(present)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(present.RefreshToken), "INVALID_REFRESH_TOKEN");
    }

    private static Guid SessionOf(SessionStarted session) => Token.Payload(session.AccessToken).GetProperty("sid").GetGuid();

    private Task<object> LogOut(Guid userId, Guid? sessionId = null) => Service.Ask<SessionEnded>(new LogOut(userId, sessionId));
}
