using System.Net;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Security;

public sealed class Roles(RunningGateway gateway) : GatewayTests(gateway)
{
    public static TheoryData<string> Cells
    {
        get
        {
            var cells = new TheoryData<string>();
            foreach (var row in RoleTable.All)
            {
                foreach (var column in RoleTable.Columns)
                {
                    cells.Add($"{row.Route} as {column}");
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Each_role_reaches_what_the_table_says(string cell)
    {
        var row = RoleTable.All.Single(row => cell.StartsWith($"{row.Route} as ", StringComparison.Ordinal));
        var column = cell[(row.Route.Length + 4)..];
        var expected = row.Cells[Array.IndexOf(RoleTable.Columns, column)];
        Services.RefuseAll("INVALID_STATE");
        var client = column switch
        {
            "nobody" => Gateway.Anonymous(),
            RoleTable.WithoutPermission => await Gateway.WithKey([.. Permissions.All.Where(permission => permission != row.Permission)]),
            RoleTable.WithPermission => await Gateway.WithKey(row.Permission is null ? [.. Permissions.All] : [row.Permission]),
            _ => await Gateway.SignedIn(Enum.Parse<Role>(column, ignoreCase: true)),
        };

        var request = new HttpRequestMessage(new HttpMethod(row.Method), row.Path);
        if (row.Body is not null)
        {
            request.Content = new StringContent(row.Body, System.Text.Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        switch (expected)
        {
            case "401":
                await response.Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
                response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
                break;
            case "key":
                await response.Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
                break;
            case "403":
                await response.Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
                break;
            case "404":
                await response.Problem(HttpStatusCode.NotFound, "NOT_FOUND");
                break;
            case "200":
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                break;
            case "any":
                response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
                break;
            case "ok" when row.Path.EndsWith("/stream", StringComparison.Ordinal):
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                break;
            default:
                expected.ShouldBe("ok");
                response.StatusCode.ShouldBeOneOf(HttpStatusCode.Conflict, HttpStatusCode.OK);
                Services.ReceivedCount.ShouldBe(1);
                return;
        }

        Services.ReceivedCount.ShouldBe(0);
    }

    [Fact]
    public void Every_route_has_its_row()
    {
        var mapped = Endpoints().SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any method of"])
            .Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"));

        mapped.Order(StringComparer.Ordinal).ShouldBe(RoleTable.All.Select(row => row.Route).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_route_says_who_may_use_it()
    {
        foreach (var endpoint in Gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var guarded = endpoint.Metadata.OfType<IAuthorizeData>().Any() || endpoint.Metadata.OfType<IAllowAnonymous>().Any();
            guarded.ShouldBeTrue($"{endpoint.DisplayName} has neither a policy nor AllowAnonymous");
        }
    }

    [Fact]
    public async Task One_may_read_one_s_own_account_and_wallet()
    {
        var id = Guid.NewGuid();
        var client = await Gateway.SignedIn(id, Role.User);
        Services.On<GetUser>(_ => Some.User(id));
        Services.On<Contracts.Wallets.GetWallet>(_ => Some.Wallet());
        Services.On<Contracts.Wallets.GetLedger>(_ => Some.Ledger());

        (await client.GetAsync($"/users/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync($"/users/{id}/wallet")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync($"/users/{id}/ledger")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private IEnumerable<RouteEndpoint> Endpoints() =>
        Gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
