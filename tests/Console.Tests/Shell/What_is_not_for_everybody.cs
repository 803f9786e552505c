using Testing.Servers;
using static Microsoft.Playwright.Assertions;

namespace OperatorsConsole.Tests.Shell;

[Collection(ConsoleUnderTest.Collection)]
public sealed class What_is_not_for_everybody(ConsoleUnderTest console)
{
    public static TheoryData<Role, string[]> Closed => new()
    {
        { Role.User, ["approvals", "requests", $"requests/{Guid.Empty}", "users", $"users/{Guid.Empty}", "audit", "operations", "rewards", "live", "service-accounts"] },
        { Role.Operator, ["users", "audit", "operations", "service-accounts", "earn", "wallet"] },
        { Role.Auditor, ["approvals", "users", "rewards", "service-accounts", "events/new", "earn"] },
    };

    [RealTheory(Real.Chromium)]
    [MemberData(nameof(Closed))]
    public async Task Is_not_in_the_menu_and_says_so_at_its_address(Role role, string[] places)
    {
        await using var visit = await console.Visit(await console.Account(role));
        await visit.IsAt("");
        await Expect(visit.Page.Locator(".menu a[href='teams']")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        foreach (var place in places)
        {
            await Expect(visit.Page.Locator($".menu a[href='{place}']")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
            await visit.Open(place);
            await visit.Shows("You may not see this");
        }

        // A browser complains of the status.
        visit.Errors.ShouldAllBe(error => error.Contains("403"));
    }
}
