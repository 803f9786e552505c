using System.Net;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Http.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Security;

public sealed class Permissions_of_routes(RunningGateway gateway) : GatewayTests(gateway)
{
    /// <summary>Needs no permission, and is about nobody.</summary>
    private const string OpenToAll = "GET /permissions";

    [Fact]
    public void Each_route_is_guarded_by_the_one_of_the_table()
    {
        foreach (var endpoint in Gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var permission = endpoint.Metadata.OfType<RoutePermission>().SingleOrDefault();
            var policies = endpoint.Metadata.OfType<IAuthorizeData>().Select(rule => rule.Policy).OfType<string>().ToList();

            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                var row = RoleTable.All.Single(row => row.Route == $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}");
                permission?.Name.ShouldBe(row.Permission, row.Route);
                (permission is null).ShouldBe(row.Permission is null, row.Route);
                policies.Where(policy => policy != "USER").ShouldBe(
                    permission is null or { ForOthers: true } || endpoint.Metadata.OfType<IAllowAnonymous>().Any() ? [] : [permission.Name], row.Route);
            }
        }
    }

    [Fact]
    public void A_role_reaches_what_its_permissions_let_it_reach()
    {
        foreach (var row in RoleTable.Api.Where(row => row.Permission is not null))
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                var cell = row.Cells[Array.IndexOf(RoleTable.Columns, role.ToString().ToUpperInvariant())];
                if (Permissions.Of(role).Contains(row.Permission))
                {
                    cell.ShouldBe("ok", $"{row.Route} as {role}");
                }
                else if (cell == "ok")
                {
                    // One's own: the service is told who asks.
                    row.Permission.ShouldBeOneOf(Permissions.RequestsRead, Permissions.StagesWrite, Permissions.ActivitiesRead, Permissions.OperationsWrite, Permissions.UsersRead, Permissions.CampaignsRead, Permissions.CampaignsWrite);
                }
            }
        }
    }

    [Fact]
    public void A_service_account_reaches_what_its_permission_lets_it_reach_and_nothing_as_itself()
    {
        foreach (var row in RoleTable.Api.Where(row => row.Cells[0] == "401" && row.Route != OpenToAll))
        {
            string[] cells = [Cell(RoleTable.WithoutPermission), Cell(RoleTable.WithPermission)];
            cells.ShouldBe(row.Permission is null ? ["403", "403"] : ["403", "ok"], row.Route);

            string Cell(string column) => row.Cells[Array.IndexOf(RoleTable.Columns, column)];
        }
    }

    [Fact]
    public void Each_names_something_and_no_role_has_another()
    {
        Permissions.All.ShouldBe(Permissions.All.Distinct().Order(StringComparer.Ordinal));
        Permissions.All.ShouldAllBe(permission => permission.Split(':').Length == 2 && permission.All(c => c == ':' || char.IsAsciiLetterLower(c)));
        foreach (var role in Enum.GetValues<Role>())
        {
            Permissions.Of(role).Except(Permissions.All).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task The_description_names_them()
    {
        var paths = (await Gateway.Anonymous().GetAsync("/openapi/v1.json").Json(HttpStatusCode.OK)).GetProperty("paths");

        foreach (var row in RoleTable.Api)
        {
            var operation = paths.GetProperty(row.Pattern.Replace(":guid", "", StringComparison.Ordinal)).GetProperty(row.Method.ToLowerInvariant());
            (operation.TryGetProperty("x-permission", out var permission) ? permission.GetString() : null).ShouldBe(row.Permission, row.Route);
            var schemes = operation.TryGetProperty("security", out var security) ? security.EnumerateArray().SelectMany(scheme => scheme.Names()).ToList() : [];
            schemes.Contains("serviceAccountKey").ShouldBe(row.Permission is not null || row.Route == OpenToAll, row.Route);
        }
    }

    [Fact]
    public async Task They_are_listed_with_those_of_each_role()
    {
        var list = await (await Gateway.SignedIn(Role.User)).GetAsync("/permissions").Json(HttpStatusCode.OK);

        list.Names().ShouldBe(["permissions", "roles"]);
        list.GetProperty("permissions").EnumerateArray().Select(permission => permission.GetString()).ShouldBe(Permissions.All);
        list.GetProperty("roles").Names().ShouldBe(["USER", "OPERATOR", "AUDITOR", "ADMIN"]);
        list.GetProperty("roles").GetProperty("AUDITOR").EnumerateArray().Select(permission => permission.GetString()).ShouldBe(Permissions.Of(Role.Auditor));
    }
}
