using System.Collections.Concurrent;
using System.Diagnostics;

namespace Support.Components;

/// <summary>
/// Starts the servers from one thread that never ends: the kernel sends a parent-death signal when the starting thread
/// ends, not when the process does, and threads of the pool come and go.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Starts = Begin();

    public static Process Start(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add((info, started));
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Begin()
    {
        var starts = new BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>();
        new Thread(() => Run(starts)) { IsBackground = true, Name = "Server launcher" }.Start();
        return starts;
    }

    private static void Run(BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> starts)
    {
        foreach (var (info, started) in starts.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }
    }
}
