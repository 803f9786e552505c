using System.Globalization;
using Drills.Breaking;
using Drills.Plan;

namespace Faults.Subjects;

/// <summary>The clock of one process, which can be set while it runs, by libfaketime (Debian's package <c>faketime</c>). Its monotonic clock goes on.</summary>
internal sealed class Clock : IDisposable
{
    /// <summary>Longer than a question lives and an outbox is left alone, and within the leeway that a token has.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(25);

    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    private readonly string file = Path.GetTempFileName();

    /// <exception cref="InvalidOperationException">It cannot be set here.</exception>
    public Clock()
    {
        if (Library is null)
        {
            throw new InvalidOperationException("No clock can be set: the package faketime is not installed.");
        }

        Write(TimeSpan.Zero);
    }

    /// <summary>For the process whose clock it is.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
    [
        ("LD_PRELOAD", Library!), ("FAKETIME_TIMESTAMP_FILE", file), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_DONT_RESET", "1"),
    ];

    /// <summary>With the faults of its clock besides its own.</summary>
    public Breakable Of(Breakable process) => process with
    {
        Kinds = [.. process.Kinds, FaultKind.Ahead, FaultKind.Behind],
        Break = kind => kind switch
        {
            FaultKind.Ahead => Set(Step),
            FaultKind.Behind => Set(-Step),
            _ => process.Break(kind),
        },
        Mend = kind => kind is FaultKind.Ahead or FaultKind.Behind ? Set(TimeSpan.Zero) : process.Mend(kind),
    };

    public void Dispose() => File.Delete(file);

    private Task Set(TimeSpan ahead)
    {
        Write(ahead);
        return Task.CompletedTask;
    }

    private void Write(TimeSpan ahead)
    {
        // As a whole: the process may be reading it.
        var next = $"{file}.next";
        File.WriteAllText(next, ahead.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(next, file, overwrite: true);
    }
}
