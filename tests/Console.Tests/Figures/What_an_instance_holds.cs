using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OperatorsConsole.Sessions;
using Testing;
using Testing.Servers;
using Xunit.Abstractions;

namespace OperatorsConsole.Tests.Figures;

/// <summary>The console's host in this process, so that its memory can be told; with <c>CONSOLE_FIGURES=200</c> that many sessions.</summary>
[Collection(ConsoleUnderTest.Collection)]
public sealed class What_an_instance_holds(ConsoleUnderTest console, ITestOutputHelper output)
{
    private static int many;

    private const int Tabs = 20;
    private const int MostKilobytesOfTab = 4000;
    private const int MostKilobytesOfSession = 1000;

    private static readonly bool AreAsked = int.TryParse(Environment.GetEnvironmentVariable("CONSOLE_FIGURES"), CultureInfo.InvariantCulture, out many);

    private static readonly int Sessions = AreAsked ? many : 5;

    [RealFact(Real.Chromium)]
    public async Task Is_told_in_memory_of_a_session_and_of_a_tab_and_in_time()
    {
        await using var host = await new ConsoleAlone(console.Platform).Start();
        await Sign(host, await console.Account(Role.Operator));
        var empty = Kilobytes();
        var visitors = await Concurrently(Sessions, async () => await Sign(host, await console.Account(Role.Operator)));
        var ofSession = (Kilobytes() - empty) / Sessions;

        var times = await Concurrently(Sessions, () => Open(visitors));
        times.Sort();
        output.WriteLine($"{Sessions} sessions: {ofSession} KB each; a page of each, two at a time: median {times[Sessions / 2].TotalMilliseconds:F0} ms, slowest {times[^1].TotalMilliseconds:F0} ms");

        await using var context = await console.Browser.NewContextAsync();
        var first = new Visit(await context.NewPageAsync(), host.Address);
        await first.SignIn(await console.Account(Role.Operator), ConsoleUnderTest.Password);
        await first.IsAt("");
        await first.IsAlive();
        var open = host.Services.GetRequiredService<OpenTabs>();
        await Wait.Until(() => open.Count == 1, "the first tab");

        // What the first ones bring along, the others find there.
        await Close(await Open(context, host, 3), open);
        var one = Kilobytes();
        var tabs = await Open(context, host, Tabs - 1);
        var ofTab = (Kilobytes() - one) / tabs.Count;
        await Close(tabs, open);
        if (!AreAsked)
        {
            // Beside other tests memory says little.
            return;
        }

        await Wait.Until(() => Kilobytes() - one < Math.Max(ofTab, MostKilobytesOfSession) * tabs.Count / 4, "what closed tabs held to be given back");
        output.WriteLine($"{tabs.Count} tabs with the list of events: {ofTab} KB each; once they are closed {Kilobytes() - one} KB are left of all");
        ofTab.ShouldBeLessThan(MostKilobytesOfTab);
        ofSession.ShouldBeLessThan(MostKilobytesOfSession);
    }

    private static async Task<List<Visit>> Open(IBrowserContext context, ConsoleAlone host, int many)
    {
        var tabs = new List<Visit>();
        foreach (var _ in Enumerable.Range(0, many))
        {
            var tab = new Visit(await context.NewPageAsync(), host.Address);
            await tab.Open("events");
            await tab.IsAlive();
            tabs.Add(tab);
        }

        return tabs;
    }

    private static async Task Close(List<Visit> tabs, OpenTabs open)
    {
        foreach (var tab in tabs)
        {
            await tab.Page.CloseAsync();
        }

        await Wait.Until(() => open.Count == 1, "the tabs to be closed");
    }

    private static async Task<PlainVisitor> Sign(ConsoleAlone host, string email)
    {
        var visitor = new PlainVisitor(host.Address);
        using var answer = await visitor.SignIn(email, ConsoleUnderTest.Password);
        using var page = await visitor.Open("");
        page.EnsureSuccessStatusCode();
        return visitor;
    }

    private static int turn;

    private static async Task<TimeSpan> Open(List<PlainVisitor> visitors)
    {
        var visitor = visitors[Interlocked.Increment(ref turn) % visitors.Count];
        var since = Stopwatch.GetTimestamp();
        using var page = await visitor.Open("events");
        page.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(since);
    }

    private static async Task<List<T>> Concurrently<T>(int times, Func<Task<T>> work)
    {
        var done = new List<T>();
        await Parallel.ForAsync(0, times, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, _) =>
        {
            var one = await work();
            lock (done)
            {
                done.Add(one);
            }
        });
        return done;
    }

    /// <summary>That are in use.</summary>
    private static long Kilobytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true) / 1024;
    }
}
