using AuthService.Sessions;
using Contracts.Sessions;

namespace AuthService.Tests.Sessions;

public sealed class Refreshing_a_session : AuthServiceTest
{
    [Fact]
    public async Task A_token_of_a_deleted_user_is_refused()
    {
        var session = await Service.HasSession((await Service.HasUser("gone@example.com")).Email);
        (await Service.Users.Delete((await Service.Users.Get(session.User.Id.ToString()))!)).IsSaved.ShouldBeTrue();

        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<Contracts.Refused>().Code.ShouldBe("INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Gives_new_tokens_and_ends_the_old_access_token()
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
    public async Task An_old_token_that_is_used_again_ends_the_session()
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
    public async Task All_who_use_a_token_at_once_and_for_10_seconds_get_the_same_session()
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
    public async Task Only_the_token_that_was_used_last_is_forgiven()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        var second = (await Service.Refresh(first.RefreshToken)).ShouldBeOfType<SessionStarted>();
        var third = (await Service.Refresh(second.RefreshToken)).ShouldBeOfType<SessionStarted>();

        ShouldBeRefused(await Service.Refresh(first.RefreshToken), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(third)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_whose_session_is_over_is_not_forgiven()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        await Service.Refresh(first.RefreshToken);
        var next = await Service.HasSession("ada@example.com");

        ShouldBeRefused(await Service.Refresh(first.RefreshToken), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(next)).ShouldBeTrue();
    }

    [Fact]
    public async Task After_7_days_a_token_is_refused()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        Service.Time.Advance(TimeSpan.FromDays(7));

        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task The_7_days_begin_with_each_refresh()
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
    public async Task What_is_no_token_is_refused(string text) => ShouldBeRefused(await Service.Refresh(text), "INVALID_REFRESH_TOKEN");

    [Fact]
    public async Task An_invented_token_of_no_session_is_refused_and_harms_nobody()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        ShouldBeRefused(await Service.Refresh(RefreshToken.Create(user.Id, Guid.NewGuid()).Text), "INVALID_REFRESH_TOKEN");
        ShouldBeRefused(await Service.Refresh(RefreshToken.Create(Guid.NewGuid(), Guid.NewGuid()).Text), "INVALID_REFRESH_TOKEN");

        (await Service.Accepts(session)).ShouldBeTrue();
    }

    [Fact]
    public async Task While_the_session_store_is_down_the_token_is_not_spent()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");
        Service.AccessTokens.IsDown = true;
        await Should.ThrowAsync<MassTransit.RequestFaultException>(() => Service.Refresh(session.RefreshToken));

        Service.AccessTokens.IsDown = false;

        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_refresh_that_is_retried_after_it_has_spent_the_token_gives_other_tokens()
    {
        await Service.HasUser("ada@example.com");
        var first = await Service.HasSession("ada@example.com");
        Service.AccessTokens.FailNextStart();

        var second = (await Service.Refresh(first.RefreshToken)).ShouldBeOfType<SessionStarted>();

        (await Service.Accepts(second)).ShouldBeTrue();
        (await Service.Refresh(second.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task A_message_that_is_delivered_again_leaves_the_session_alone()
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
    public async Task When_nobody_waits_any_more_the_token_is_not_spent()
    {
        await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        await Service.Deliver(new RefreshSession(session.RefreshToken), expired: true);

        (await Service.Accepts(session)).ShouldBeTrue();
        (await Service.Refresh(session.RefreshToken)).ShouldBeOfType<SessionStarted>();
    }
}

public sealed class Logging_out : AuthServiceTest
{
    [Fact]
    public async Task Ends_both_tokens()
    {
        var user = await Service.HasUser("ada@example.com");
        var session = await Service.HasSession("ada@example.com");

        (await LogOut(user.Id)).ShouldBe(new SessionEnded(user.Id));

        (await Service.Accepts(session)).ShouldBeFalse();
        ShouldBeRefused(await Service.Refresh(session.RefreshToken), "INVALID_REFRESH_TOKEN");
    }

    [Fact]
    public async Task Is_answered_the_same_again_and_for_whoever_has_no_session()
    {
        var user = await Service.HasUser("ada@example.com");
        await LogOut(user.Id);

        (await LogOut(user.Id)).ShouldBe(new SessionEnded(user.Id));
        (await LogOut(Guid.Empty)).ShouldBe(new SessionEnded(Guid.Empty));
        (await Service.LogIn("ada@example.com")).ShouldBeOfType<SessionStarted>();
    }

    [Fact]
    public async Task Ends_a_session_whose_refresh_is_under_way()
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
    public async Task Ends_only_the_session_that_it_names()
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
