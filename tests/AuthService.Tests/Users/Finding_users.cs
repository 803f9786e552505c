using Contracts.Users;

namespace AuthService.Tests.Users;

public sealed class Finding_users : AuthServiceTest
{
    [Fact]
    public async Task Pages_are_newest_first()
    {
        for (var i = 0; i < 5; i++)
        {
            await Service.HasUser($"user{i}@example.com");
        }

        var first = await Find(new FindUsers(null, 2, null));
        await Service.HasUser("newer@example.com");
        var second = await Find(new FindUsers(null, 2, first.NextCursor));
        var third = await Find(new FindUsers(null, 2, second.NextCursor));

        first.Items.Select(u => u.Email).ShouldBe(["user4@example.com", "user3@example.com"]);
        second.Items.Select(u => u.Email).ShouldBe(["user2@example.com", "user1@example.com"]);
        third.Items.Select(u => u.Email).ShouldBe(["user0@example.com"]);
        third.NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task A_part_of_the_email_is_found_in_any_case()
    {
        await Service.HasUser("Ada@one.example");
        await Service.HasUser("bob@two.example");
        await Service.HasUser("bada@two.example");

        var first = await Find(new FindUsers("ADA@", 1, null));
        var second = await Find(new FindUsers("ADA@", 1, first.NextCursor));

        first.Items.ShouldHaveSingleItem().Email.ShouldBe("bada@two.example");
        second.Items.ShouldHaveSingleItem().Email.ShouldBe("Ada@one.example");
        second.NextCursor.ShouldBeNull();
        (await Find(new FindUsers("nobody", 10, null))).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_whole_address_is_found_alone()
    {
        await Service.HasUser("ada@one.example");
        await Service.HasUser("bada@one.example");

        (await Find(new FindUsers(" ADA@one.example", 10, null))).Items.ShouldHaveSingleItem().Email.ShouldBe("ada@one.example");
        (await Find(new FindUsers("a@one.example", 10, null))).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_cursor_that_no_page_returned_is_refused() =>
        ShouldBeRefused(await Service.Ask<UserList>(new FindUsers(null, 10, "no cursor")), "VALIDATION_FAILED").Errors!.Keys.ShouldBe(["cursor"]);

    private async Task<UserList> Find(FindUsers query) => (await Service.Ask<UserList>(query)).ShouldBeOfType<UserList>();
}
