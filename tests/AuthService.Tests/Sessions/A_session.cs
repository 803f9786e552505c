using AuthService.Sessions;
using Sessions;

namespace AuthService.Tests.Sessions;

public sealed class A_session
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RefreshToken Present = RefreshToken.Create(Guid.NewGuid(), Guid.NewGuid());
    private static readonly RefreshToken Spent = RefreshToken.Create(Present.UserId, Present.SessionId);
    private static readonly Issuance Refreshed = new(Guid.NewGuid(), Guid.NewGuid(), Spent.Hash);
    private static readonly Issuance Another = new(Guid.NewGuid(), Guid.NewGuid(), Present.Hash);

    [Fact]
    public void Accepts_its_present_token() => Session.Judge(Open(), Present, Another, Now).ShouldBe(RefreshTokenUse.Accepted);

    [Fact]
    public void Takes_another_token_of_its_own_for_a_used_one() =>
        Session.Judge(Open(), Spent, Another with { SpentTokenHash = Spent.Hash }, Now).ShouldBe(RefreshTokenUse.Reused);

    [Fact]
    public void Accepts_the_spent_token_again_within_the_delivery_that_spent_it() =>
        Session.Judge(Open(), Spent, Refreshed, Now).ShouldBe(RefreshTokenUse.Accepted);

    [Fact]
    public void Only_refuses_the_spent_token_when_its_message_is_delivered_again() =>
        Session.Judge(Open(), Spent, Refreshed with { DeliveryId = Guid.NewGuid() }, Now).ShouldBe(RefreshTokenUse.Refused);

    [Fact]
    public void Takes_another_token_for_a_used_one_whatever_its_message()
    {
        var other = RefreshToken.Create(Present.UserId, Present.SessionId);

        Session.Judge(Open(), other, Refreshed with { SpentTokenHash = other.Hash }, Now).ShouldBe(RefreshTokenUse.Reused);
    }

    [Fact]
    public void Does_not_open_again_for_a_retry_after_its_end()
    {
        var session = Open();
        session.End();

        Session.Judge(session, Spent, Refreshed, Now).ShouldBe(RefreshTokenUse.Refused);
    }

    [Fact]
    public void Refuses_a_token_of_another_session() =>
        Session.Judge(Open(), RefreshToken.Create(Present.UserId, Guid.NewGuid()), Another, Now).ShouldBe(RefreshTokenUse.Refused);

    [Fact]
    public void That_is_not_there_refuses_every_token() => Session.Judge(null, Present, Another, Now).ShouldBe(RefreshTokenUse.Refused);

    [Fact]
    public void Refuses_its_token_at_its_expiry()
    {
        Session.Judge(Open(), Present, Another, Now.AddDays(7).AddTicks(-1)).ShouldBe(RefreshTokenUse.Accepted);
        Session.Judge(Open(), Present, Another, Now.AddDays(7)).ShouldBe(RefreshTokenUse.Refused);
    }

    [Fact]
    public void Refuses_its_token_after_its_end()
    {
        var session = Open();

        session.End().ShouldBeTrue();

        Session.Judge(session, Present, Another, Now).ShouldBe(RefreshTokenUse.Refused);
        session.End().ShouldBeFalse();
    }

    [Fact]
    public void Keeps_the_refresh_token_when_only_access_ends()
    {
        var session = Open();

        session.EndAccess().ShouldBeTrue();

        session.AccessToken.ShouldBeNull();
        Session.Judge(session, Present, Another, Now).ShouldBe(RefreshTokenUse.Accepted);
    }

    private static Session Open()
    {
        var session = new Session { Id = Present.UserId.ToString() };
        session.Give(Present, Now.AddDays(7), new AccessTokenRecord("hash", Now, Now.AddMinutes(15)), Refreshed);
        return session;
    }
}

public sealed class Refresh_tokens
{
    [Fact]
    public void Are_read_back()
    {
        var token = RefreshToken.Create(Guid.NewGuid(), Guid.NewGuid());

        RefreshToken.Parse(token.Text).ShouldBe(token);
        token.Matches(token.Hash).ShouldBeTrue();
    }

    [Fact]
    public void Are_never_the_same_twice()
    {
        var id = Guid.NewGuid();

        RefreshToken.Create(id, id).Text.ShouldNotBe(RefreshToken.Create(id, id).Text);
    }

    [Fact]
    public void Do_not_show_themselves_in_a_log()
    {
        var token = RefreshToken.Create(Guid.NewGuid(), Guid.NewGuid());

        token.ToString().ShouldNotContain(token.Text);
    }

    [Fact]
    public void Are_not_read_from_a_text_of_another_length_or_alphabet()
    {
        var text = RefreshToken.Create(Guid.NewGuid(), Guid.NewGuid()).Text;

        RefreshToken.Parse(null).ShouldBeNull();
        RefreshToken.Parse(text[1..]).ShouldBeNull();
        RefreshToken.Parse(text + "A").ShouldBeNull();
        RefreshToken.Parse($"{text[..^2]} A").ShouldBeNull();
        RefreshToken.Parse($"+{text[1..]}").ShouldBeNull();
        RefreshToken.Parse($"ü{text[1..]}").ShouldBeNull();
    }
}
