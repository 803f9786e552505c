using MongoDB.Driver;

namespace Documents.MongoDb;

/// <summary>Which faults are the servers' or the network's, and none of what was asked.</summary>
internal static class ServerFault
{
    private const int OutOfDiskSpace = 14031;

    public static bool IsOfDisk(Exception fault) => fault is MongoCommandException { Code: OutOfDiskSpace };

    /// <summary>No server that takes writes, a broken connection, out of time, no majority, or no room.</summary>
    public static bool MayPass(Exception fault) => fault switch
    {
        MongoConnectionException or MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoExecutionTimeoutException => true,
        MongoConnectionPoolPausedException or MongoWaitQueueFullException or TimeoutException => true,
        MongoWriteConcernException => true,
        MongoBulkWriteException several => several.WriteErrors.Count == 0,
        MongoWriteException one => one.WriteError is null,
        MongoCommandException refusal => refusal.Code == OutOfDiskSpace || refusal.HasErrorLabel("RetryableWriteError"),
        _ => false,
    };
}
