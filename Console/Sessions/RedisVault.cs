using Hosting.Redis;

namespace OperatorsConsole.Sessions;

internal sealed class RedisVault(RedisConnection redis) : IVault
{
    public Task Put(string name, byte[] value, TimeSpan lifetime) => redis.Run(database => database.StringSetAsync(name, value, lifetime));

    public async Task<byte[]?> Get(string name) => await redis.Run(database => database.StringGetAsync(name));

    public Task Remove(string name) => redis.Run(database => database.KeyDeleteAsync(name));
}
