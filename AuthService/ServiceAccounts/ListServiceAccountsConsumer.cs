using Contracts;
using Contracts.ServiceAccounts;
using Documents;
using MassTransit;

namespace AuthService.ServiceAccounts;

internal sealed class ListServiceAccountsConsumer(IDocumentStore<ServiceAccount> accounts) : IConsumer<ListServiceAccounts>
{
    private const int LongestPage = 100;

    public async Task Consume(ConsumeContext<ListServiceAccounts> context)
    {
        var answer = await List(context.Message, context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> List(ListServiceAccounts message, CancellationToken cancellationToken)
    {
        if (!Cursor.TryParse(message.Cursor, out var after))
        {
            return FieldFaults.BadCursor;
        }

        var newestFirst = new Query<ServiceAccount>().OrderByDescending(a => a.ListedAt).After(after).Take(Math.Clamp(message.Limit, 1, LongestPage));
        var page = await accounts.Query(newestFirst, cancellationToken);
        return new ServiceAccountList([.. page.Items.Select(account => account.ToDetails())], page.NextCursor);
    }
}
