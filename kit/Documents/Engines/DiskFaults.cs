namespace Documents.Engines;

/// <summary>What a failing disk did to an operation, remembered for a while: a check that meets another part of the disk finds nothing.</summary>
internal sealed class DiskFaults(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private volatile DiskFault? last;

    public void Met(Exception fault) => last = new DiskFault(fault, time.GetTimestamp());

    /// <exception cref="IOException">An operation has met one lately.</exception>
    public void ThrowIfRecent()
    {
        if (last is { } met && time.GetElapsedTime(met.At) < Memory)
        {
            throw new IOException($"The disk fails. {met.Fault.Message}", met.Fault);
        }
    }

    private sealed record DiskFault(Exception Fault, long At);
}
