using AuthService.Users;
using Contracts;
using Documents;

namespace AuthService.Teams;

/// <summary>Bounds what all teams together send to one address.</summary>
internal sealed class InvitedAddresses(IDocumentStore<InvitedAddress> addresses, HiddenAddresses hidden)
{
    /// <summary>Counts one more mail: null, or why it is not sent. What is not saved afterwards stays counted.</summary>
    public async Task<Refused?> TakeMail(string normalizedEmail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, wait) = (hidden.KeyOf(normalizedEmail), (TimeSpan?)null);
        while (await addresses.Change(id, address => (wait = address.TakeMail(now)) is null, cancellationToken) is null)
        {
            await addresses.Insert(new InvitedAddress { Id = id }, cancellationToken);
        }

        return wait is { } time ? Refusals.TooManyInvitationMails(time) : null;
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
