namespace Hosting.Tests;

/// <summary>There is one console: while its output is captured, nothing else runs.</summary>
[CollectionDefinition(ConsoleCapture.Collection, DisableParallelization = true)]
public sealed class ConsoleCollection;
