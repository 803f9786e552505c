using AuthService.Users;
using Contracts;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

/// <summary>Newest first. The e-mail filter is a part of the address, in any case; a whole address finds its account alone.</summary>
internal sealed class FindUsersConsumer(IDocumentStore<User> users) : IConsumer<FindUsers>
{
    private const int LongestPage = 100;

    public async Task Consume(ConsumeContext<FindUsers> context)
    {
        var answer = await Find(context.Message, context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Find(FindUsers message, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(message.Cursor, out var after))
        {
            return FieldFaults.BadCursor;
        }

        if (after is null && EmailAddress.Parse(message.Email) is { } email && await users.ByEmail(email, cancellationToken) is { } user)
        {
            return new UserList([user.ToDetails()], null);
        }

        var limit = Math.Clamp(message.Limit, 1, LongestPage);
        var part = message.Email?.Trim().ToLowerInvariant() ?? "";
        var page = await users.Query(
            new Query<User>().Containing(u => u.NormalizedEmail, part).OrderByDescending(u => u.CreatedAt).After(after).Take(limit), cancellationToken);
        return new UserList([.. page.Items.Select(u => u.ToDetails())], page.NextCursor);
    }
}
