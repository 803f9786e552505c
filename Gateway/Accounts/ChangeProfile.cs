using System.Security.Claims;
using System.Text.Json.Serialization;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record ChangeProfileBody : RequestBody
{
    public string? Name { get; init; }

    [JsonIgnore]
    public bool ChangesNothing => Name is null && !Nulls.Contains("name");

    protected override void Rules(Faults faults) => faults.Add(new FieldFaults().UserName(Name));
}

internal static class ChangeProfileRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapPatch("/me", Handle)
        .WithName("ChangeProfile").WithSummary("Changes one's own name; null takes it away")
        .Refuses(Codes.NotFound);

    private static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        ChangeProfileBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (body.ChangesNothing
            ? await services.Ask<GetUser, UserDetails>(new GetUser(caller.Id()), cancellationToken)
            : await services.Ask<ChangeProfile, UserDetails>(new ChangeProfile(caller.Id(), body.Name), cancellationToken))
            .Then(user => TypedResults.Ok(user));
}
