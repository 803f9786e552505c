using System.ComponentModel.DataAnnotations;
using Contracts.Users;
using Http.Idempotency;
using Http.Limits;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record RegisterUserBody : RequestBody
{
    [Required]
    public string? Email { get; init; }

    [Required]
    public string? Password { get; init; }

    public string? Name { get; init; }

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Email, "email"))
        {
            faults.Email(Email, "email");
        }

        if (faults.Requires(Password, "password"))
        {
            faults.Add(new FieldFaults().Password(Password, "password"));
        }

        faults.Add(new FieldFaults().UserName(Name));
    }
}

internal static class RegisterUserRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapPost("", Handle)
        .WithName("RegisterUser").WithSummary("Signs up")
        .AllowAnonymous().IgnoresIdempotencyKey().Refuses(Codes.EmailTaken)
        .LimitTokenIssue<RegisterUserBody>("register", (_, _) => "");

    private static async Task<Results<Created<UserDetails>, Problem>> Handle(
        RegisterUserBody body, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        var command = new RegisterUser(context.NewResourceId(), body.Email!, body.Password!, body.Name);
        return (await services.Ask<RegisterUser, UserDetails>(command, cancellationToken))
            .Then(user => TypedResults.Created(context.Link($"/users/{user.Id}"), user));
    }
}
