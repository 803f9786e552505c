using AuthService.Users;
using Contracts;
using Documents;

namespace AuthService.Teams;

/// <summary>Bounds what all teams together send to one address, and keeps which teams those are.</summary>
internal sealed class InvitedAddresses(IDocumentStore<InvitedAddress> addresses, TeamDecisions decisions, HiddenAddresses hidden)
{
    /// <summary>
    /// Before the team is written: counts one more mail, and links the address to the team. Null, or why it is not sent. What is not saved
    /// afterwards stays counted.
    /// </summary>
    public async Task<Refused?> TakeMail(string normalizedEmail, Guid teamId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // By each key, so that an instance with other keys finds it by one of its own.
        var keys = hidden.KeysOf(normalizedEmail);
        foreach (var ask in (Func<string, Task<TimeSpan?>>[])[Wait, Take])
        {
            // In one order, however the keys are listed here: of two who take the last place one gets it.
            foreach (var key in keys.Order(StringComparer.Ordinal))
            {
                if (await ask(key) is { } wait)
                {
                    return Refusals.TooManyInvitationMails(wait);
                }
            }
        }

        await decisions.Link(keys[0], teamId, cancellationToken);
        return null;

        async Task<TimeSpan?> Wait(string key) => (await addresses.Get(key, cancellationToken))?.Wait(now);

        async Task<TimeSpan?> Take(string key)
        {
            TimeSpan? wait = null;
            while (await addresses.Change(key, address => (wait = address.TakeMail(now)) is null, cancellationToken) is null)
            {
                await addresses.Insert(new InvitedAddress { Id = key }, cancellationToken);
            }

            return wait;
        }
    }

    /// <summary>Of an account that was deleted.</summary>
    public async Task Forget(string normalizedEmail, CancellationToken cancellationToken)
    {
        foreach (var key in hidden.KeysOf(normalizedEmail))
        {
            if (await addresses.Get(key, cancellationToken) is { } address)
            {
                await addresses.Delete(address, cancellationToken);
            }
        }
    }
}
