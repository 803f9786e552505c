namespace Sessions;

/// <summary>The keys of service accounts for those who check them with each request. Written by AuthService, whose accounts are the truth.</summary>
public interface IServiceKeyStore
{
    /// <summary>Keeps them for their lifetime, unless there are those of a later version of the account.</summary>
    Task Set(ServiceKeys keys, CancellationToken cancellationToken = default);

    /// <summary>Null when nothing is known of the account: AuthService is to be asked. Throws when the store cannot be asked.</summary>
    Task<ServiceKeys?> Get(Guid accountId, CancellationToken cancellationToken = default);
}
