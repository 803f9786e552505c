namespace OperatorsConsole.Sessions;

/// <summary>Keeps sealed bytes for a time: in memory for one instance, in Redis for several.</summary>
internal interface IVault
{
    Task Put(string name, byte[] value, TimeSpan lifetime);

    Task<byte[]?> Get(string name);

    Task Remove(string name);
}
