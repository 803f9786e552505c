using System.Diagnostics;
using System.Net;
using Testing.Api;
using Testing.Processes;

namespace Bench;

/// <summary>Whether each request of the load was granted once, and how long it takes to say so.</summary>
internal static class Reconciliation
{
    private static readonly string[] Faults = ["missingGrants", "duplicateGrants", "orphanGrants", "oversold"];

    public static async Task<string> Run(Target target)
    {
        using var admin = await new ApiClient(target.Address).LogIn(TestAccounts.AdminEmail, TestAccounts.AdminPassword);
        var watch = Stopwatch.StartNew();
        var seen = (await admin.Get("/operations/reconciliation")).Expect(HttpStatusCode.OK).Json;
        var taken = watch.Elapsed;
        return Faults.All(fault => seen.GetProperty(fault).GetInt64() == 0)
            ? $"{seen.GetProperty("requests")} requests and {seen.GetProperty("grants")} grants without a fault, in {taken.TotalSeconds:F1} s"
            : throw new InvalidOperationException($"Not every request was granted once: {seen}");
    }
}
