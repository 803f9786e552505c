namespace OperatorsConsole.Sessions;

/// <summary>Keeps sealed bytes for a time: in memory for one instance, in Redis for several.</summary>
/// <exception cref="HttpRequestException">It does not answer.</exception>
internal interface IVault
{
    Task Put(string name, byte[] value, TimeSpan lifetime);

    /// <summary>Puts nothing back that was removed meanwhile.</summary>
    Task Replace(string name, byte[] value, TimeSpan lifetime);

    Task<byte[]?> Get(string name);

    Task Remove(string name);
}
