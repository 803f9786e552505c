using System.Diagnostics.Metrics;

namespace Sessions;

/// <summary>What was refused for security's sake, as metrics; one set for all the services of a process.</summary>
public static class AuthFailures
{
    private static readonly Meter Meter = new("Messaging.Security");

    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("auth.failures", description: "Callers who were refused, by reason.");

    private static readonly Counter<long> Lockouts =
        Meter.CreateCounter<long>("auth.lockouts", description: "Accounts and addresses that were locked out after too many wrong passwords.");

    /// <param name="reason">One of a few constant words: it becomes a label.</param>
    public static void Count(string reason) => Failures.Add(1, KeyValuePair.Create("reason", (object?)reason));

    /// <param name="kind">account or address.</param>
    public static void CountLockout(string kind) => Lockouts.Add(1, KeyValuePair.Create("kind", (object?)kind));
}
