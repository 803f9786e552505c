using System.Xml.Linq;
using Hosting.Redis;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace OperatorsConsole.Sessions;

/// <summary>The keys that seal forms and the state of pages, shared by all instances. The framework asks for them seldom, and does not await.</summary>
internal sealed class RedisKeys(RedisConnection redis) : IXmlRepository
{
    private const string List = "console:keys";

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(() => redis.Run(database => database.ListRangeAsync(List))).GetAwaiter().GetResult().Select(key => XElement.Parse(key.ToString()))];

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() => redis.Run(database => database.ListRightPushAsync(List, element.ToString(SaveOptions.DisableFormatting)))).GetAwaiter().GetResult();
}
