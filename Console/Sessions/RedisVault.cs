using Hosting.Redis;
using StackExchange.Redis;

namespace OperatorsConsole.Sessions;

internal sealed class RedisVault(RedisConnection redis) : IVault
{
    public Task Put(string name, byte[] value, TimeSpan lifetime) => Run(database => database.StringSetAsync(name, value, lifetime));

    public Task Replace(string name, byte[] value, TimeSpan lifetime) => Run(database => database.StringSetAsync(name, value, lifetime, when: When.Exists));

    public async Task<byte[]?> Get(string name) => await Run(database => database.StringGetAsync(name));

    public Task Remove(string name) => Run(database => database.KeyDeleteAsync(name));

    /// <summary>To a reader it is all the same who does not answer.</summary>
    private async Task<T> Run<T>(Func<IDatabase, Task<T>> command)
    {
        try
        {
            return await redis.Run(command);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new HttpRequestException("Sessions cannot be looked up.", e);
        }
    }
}
