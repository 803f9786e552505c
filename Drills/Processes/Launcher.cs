using System.Collections.Concurrent;
using System.Diagnostics;

namespace Drills.Processes;

/// <summary>
/// Starts programs that the kernel kills when this process dies, however it does, where <c>setpriv</c> is installed. The kernel's signal
/// comes when the starting thread ends, not the process: all are started by one that stays.
/// </summary>
public static class Launcher
{
    private static readonly BlockingCollection<Action> Work = Run();
    private static readonly string? SetPriv = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, "setpriv")).FirstOrDefault(File.Exists);

    /// <summary>Whether what is started ends with this process.</summary>
    public static bool Binds => SetPriv is not null;

    /// <param name="start">Its program and arguments are taken; the rest stays as it is.</param>
    /// <param name="user">Who runs it, where this process may say so.</param>
    public static Process Start(ProcessStartInfo start, string? user = null)
    {
        if (SetPriv is not null)
        {
            string[] identity = user is null ? [] : [$"--reuid={user}", $"--regid={user}", "--init-groups"];
            string[] command = [.. identity, "--pdeathsig=KILL", start.FileName, .. start.ArgumentList];
            start.FileName = SetPriv;
            start.ArgumentList.Clear();
            foreach (var argument in command)
            {
                start.ArgumentList.Add(argument);
            }
        }

        var started = new TaskCompletionSource<Process>();
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Run()
    {
        var work = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        })
        {
            IsBackground = true,
            Name = "Launcher",
        };
        thread.Start();
        return work;
    }
}
