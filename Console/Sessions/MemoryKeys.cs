using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace OperatorsConsole.Sessions;

/// <summary>The keys that seal forms and the state of pages, as long as the process lives.</summary>
internal sealed class MemoryKeys : IXmlRepository
{
    private readonly List<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (keys)
        {
            return [.. keys];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (keys)
        {
            keys.Add(element);
        }
    }
}
