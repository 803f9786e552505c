using System.Diagnostics.Metrics;

namespace Documents.Engines;

internal static class StoreErrors
{
    private static readonly Meter Meter = new("Messaging.Stores");
    private static readonly Counter<long> Errors = Meter.CreateCounter<long>("store.errors", description: "Reads and writes of documents that failed, by what went wrong.");

    /// <summary>A caller who gave up is no error of the store.</summary>
    public static void Count(string database, IDocumentEngine engine, Exception fault)
    {
        if (fault is not OperationCanceledException)
        {
            Errors.Add(1, KeyValuePair.Create("database", (object?)database), KeyValuePair.Create("kind", (object?)KindOf(engine, fault)));
        }
    }

    private static string KindOf(IDocumentEngine engine, Exception fault) =>
        engine.IsDiskFault(fault) ? "disk"
        : engine.IsUnavailable(fault) ? "unavailable"
        : "other";
}
