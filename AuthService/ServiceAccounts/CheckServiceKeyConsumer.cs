using Contracts.ServiceAccounts;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.ServiceAccounts;

/// <summary>Fills the store of keys from the accounts, and notes when a key was used.</summary>
internal sealed class CheckServiceKeyConsumer(IDocumentStore<ServiceAccount> accounts, IServiceKeyStore keys, TimeProvider time) : IConsumer<CheckServiceKey>
{
    public async Task Consume(ConsumeContext<CheckServiceKey> context)
    {
        var (id, hash) = context.Message;
        var account = await Fill(id, context.CancellationToken);
        var now = time.GetUtcNow();
        if (account?.Keys.Any(key => key.Hash == hash && !(key.ExpiresAt <= now)) == true && !(account.ExpiresAt <= now))
        {
            await accounts.Change(account.Id, a => a.NoteUse(now), context.CancellationToken);
        }

        await context.RespondAsync(new ServiceKeyChecked(id));
    }

    private async Task<ServiceAccount?> Fill(Guid id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var account = await accounts.Get(id.ToString(), cancellationToken);
            await keys.Set(account?.ToKeys() ?? ServiceKeys.None(id, version: 0), cancellationToken);

            // What was changed since it was read was told to the store before this, which may have lost it in between: then it is told again.
            var now = await accounts.Get(id.ToString(), cancellationToken);
            if (now?.Version == account?.Version)
            {
                return account;
            }
        }
    }
}
