using Xunit.Abstractions;

// Each waits half of its time, for processes that start and parts that come back; more at once would measure the machine.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: TestCollectionOrderer($"Flow.Tests.{nameof(Flow.Tests.SharedFirst)}", "Flow.Tests")]

namespace Flow.Tests;

/// <summary>Collections of many classes begin first, so that none of them is left alone at the end.</summary>
public sealed class SharedFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.CollectionDefinition is null);
}

/// <summary>Tests that run the platform in this process, one after the other: its console and its metrics are the process' own.</summary>
[CollectionDefinition(Name)]
public sealed class InThisProcess
{
    public const string Name = "This process";
}
