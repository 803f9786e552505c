using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Contracts.Users;
using OperatorsConsole.Sessions;
using OperatorsConsole.Shell;
using Role = Contracts.Users.Role;

namespace OperatorsConsole.Tests.Shell;

/// <summary>Each page says it once; what is shown, what is answered and what is in the menu go by that.</summary>
public sealed partial class Who_may_see_a_page
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Table =
        Enum.GetValues<Role>().ToDictionary(role => role.ToString().ToUpperInvariant(), Permissions.Of);

    [Fact]
    public void Is_said_by_each_page()
    {
        Places.Pages.Count.ShouldBeGreaterThan(20);
        Places.Pages.Where(page => !IsOpen(page.Page) && AudienceAttribute.Of(page.Page) is null).ShouldBeEmpty();
        Places.Pages.Where(page => IsOpen(page.Page) && AudienceAttribute.Of(page.Page) is not null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.User)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Admin)]
    public async Task Is_one_thing_at_its_address_and_in_the_menu(Role role)
    {
        await using var api = await new StubApi { Role = role.ToString().ToUpperInvariant(), Permissions = Table }.Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn("sign-in?return=teams");
        foreach (var (type, template) in Places.Pages.Where(page => !IsOpen(page.Page)))
        {
            using var answer = await console.Open(Parameter().Replace(template, Guid.Empty.ToString()).TrimStart('/'));

            var page = await answer.Content.ReadAsStringAsync();
            var may = May(role, AudienceAttribute.Of(type)!);
            answer.StatusCode.ShouldBe(may ? HttpStatusCode.OK : HttpStatusCode.Forbidden, template);
            page.Contains("You may not see this", StringComparison.Ordinal).ShouldBe(!may, template);
            if (Places.All.Any(place => $"/{place.Address}" == template))
            {
                page.Contains($"<a href=\"{template.TrimStart('/')}\" data-key", StringComparison.Ordinal).ShouldBe(may, template);
            }
        }
    }

    [Fact]
    public async Task Is_nobody_who_is_not_signed_in_unless_it_is_open()
    {
        await using var api = await new StubApi().Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        foreach (var (page, template) in Places.Pages.Where(page => !page.Template.Contains('*', StringComparison.Ordinal)))
        {
            using var answer = await console.Open(Parameter().Replace(template, Guid.Empty.ToString()).TrimStart('/'));
            var leadsToSignIn = answer.Headers.Location?.ToString().Contains("sign-in?return=", StringComparison.Ordinal) == true;
            leadsToSignIn.ShouldBe(!IsOpen(page), template);
        }
    }

    /// <summary>By the table of the API, not by what the console makes of it.</summary>
    private static bool May(Role role, AudienceAttribute audience) => audience switch
    {
        EverybodyAttribute => true,
        NeedsAttribute needs => Permissions.Of(role).Contains(needs.Permission),
        NeedsRoleAttribute needs => needs.Role.ToString() == role.ToString(),
        _ => throw new InvalidOperationException($"{audience} is not known here."),
    };

    private static bool IsOpen(Type page) => page.GetCustomAttribute<OpenPageAttribute>() is not null;

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
