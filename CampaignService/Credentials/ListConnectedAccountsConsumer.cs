using CampaignService.Platforms;
using Contracts;
using Contracts.Connections;
using Documents;
using MassTransit;

namespace CampaignService.Credentials;

internal sealed class ListConnectedAccountsConsumer(KnownPlatforms platforms, IDocumentStore<ConnectedAccount> accounts) : IConsumer<ListConnectedAccounts>
{
    private const int LongestPage = 100;

    public async Task Consume(ConsumeContext<ListConnectedAccounts> context)
    {
        var answer = await List(context.Message, context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> List(ListConnectedAccounts message, CancellationToken cancellationToken)
    {
        if (message.Platform is { } platform && platforms.Find(platform) is null)
        {
            return Refusals.NoPlatform;
        }

        if (!Cursor.TryParse(message.Cursor, out var after))
        {
            return FieldFaults.BadCursor;
        }

        var page = await accounts.Query(
            ConnectedAccount.Of(message.Owner, message.Platform).After(after).Take(Math.Clamp(message.Limit, 1, LongestPage)), cancellationToken);
        return new ConnectedAccountList([.. page.Items.Select(account => account.ToDetails())], page.NextCursor);
    }
}
