using Contracts.Sessions;

namespace AuthService.Tests.Sessions;

public sealed class Listing_sessions : AuthServiceTest
{
    [Fact]
    public async Task Shows_the_open_one_until_it_ends_or_expires()
    {
        var user = await Service.HasUser("ada@example.com");
        (await Listed(user.Id)).ShouldBeEmpty();

        var begun = await Service.HasSession("ada@example.com");
        var session = (await Listed(user.Id)).ShouldHaveSingleItem();
        session.ExpiresAt.ShouldBe(begun.RefreshTokenExpiresAt);
        session.LastRefreshedAt.ShouldBe(begun.RefreshTokenExpiresAt.AddDays(-7));
        Token.Payload(begun.AccessToken).GetProperty("sid").GetGuid().ShouldBe(session.Id);

        await Service.Ask<SessionEnded>(new LogOut(user.Id));
        (await Listed(user.Id)).ShouldBeEmpty();

        await Service.HasSession("ada@example.com");
        Service.Time.Advance(TimeSpan.FromDays(7));
        (await Listed(user.Id)).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<SessionDetails>> Listed(Guid userId) =>
        (await Service.Ask<SessionList>(new ListSessions(userId))).ShouldBeOfType<SessionList>().Items;
}
