namespace Documents;

/// <summary>
/// The store does not serve at this moment (unreachable, starting or stopping, out of time, its disk full or failing): no fault of
/// what was asked, which may succeed when the store is back. A write may or may not have happened.
/// </summary>
/// <param name="store">The name of the database.</param>
public sealed class StoreUnavailableException(string store, Exception inner) : IOException(inner.Message, inner)
{
    public string Store => store;

    /// <summary>The fault itself, or the one that it was wrapped around; null when it is of another kind.</summary>
    public static StoreUnavailableException? Behind(Exception? fault) => fault switch
    {
        null => null,
        StoreUnavailableException unavailable => unavailable,
        AggregateException several => several.InnerExceptions.Select(Behind).FirstOrDefault(found => found is not null),
        _ => Behind(fault.InnerException),
    };
}
