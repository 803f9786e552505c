using System.Net;
using System.Reflection;
using Contracts;
using Contracts.Events;
using Contracts.Users;
using Gateway.Answers;
using Gateway.Tests.Hosting;
using Http.Problems;

namespace Gateway.Tests.Problems;

public sealed class Declared_codes(RunningGateway gateway) : GatewayTests(gateway)
{
    private static readonly string[] All =
        [.. typeof(Codes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Each_has_a_status_and_nothing_else_has_one() => new ProblemCodes(RefusalStatuses.ByCode).All.ShouldBe(All, ignoreOrder: true);

    [Fact]
    public async Task The_description_names_no_other()
    {
        var document = await Gateway.Anonymous().GetAsync("/openapi/v1.json").Json(HttpStatusCode.OK);

        var named = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject())
            .Where(response => response.Name[0] is '4' or '5')
            .SelectMany(response => response.Value.GetProperty("description").GetString()!.Split(", "))
            .ToHashSet();

        named.ShouldContain(Codes.AlreadyRequested);
        named.Except(All).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_under_another_is_a_fault()
    {
        Services.Refuse<GetEvent>("NEVER_DECLARED");

        await (await Gateway.SignedIn(Role.User)).GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.InternalServerError, Codes.InternalError);
    }
}
