namespace Bench.Scenarios;

/// <summary>What goes on, on standard error; results are on standard output.</summary>
internal static class Progress
{
    public static void Say(string line) => Console.Error.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {line}");
}
