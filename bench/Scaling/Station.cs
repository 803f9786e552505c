namespace Bench.Scaling;

/// <summary>
/// A part of the platform as queueing theory sees it (M/M/c): requests come at random, each takes it so long on the average, and it has
/// so many cores, which share one queue.
/// </summary>
/// <param name="Seconds">Of processor time that a request costs here.</param>
internal sealed record Station(string Name, double Seconds)
{
    /// <summary>The most of its cores that a part may use; beyond, waiting grows faster than use.</summary>
    public const double Utilization = 0.6;

    /// <summary>How many requests are being served here at any moment, which is how many cores are busy.</summary>
    public double Load(double rate) => rate * Seconds;

    /// <summary>The fewest cores of which no more than <see cref="Utilization"/> are busy.</summary>
    public int Cores(double rate) => Math.Max(1, (int)Math.Ceiling(Load(rate) / Utilization));

    /// <summary>How long a request waits here on the average, in seconds.</summary>
    /// <returns>Infinite when the cores cannot serve what comes.</returns>
    public double Wait(double rate, int cores) =>
        Load(rate) < cores ? Waits(cores, Load(rate)) * Seconds / (cores - Load(rate)) : double.PositiveInfinity;

    /// <summary>Erlang's C: the part of those who come that find every core busy.</summary>
    private static double Waits(int cores, double load)
    {
        // Erlang's B by its recurrence, which stays in range for thousands of cores.
        var blocked = 1d;
        for (var core = 1; core <= cores; core++)
        {
            blocked = load * blocked / (core + (load * blocked));
        }

        return blocked / (1 - (load / cores * (1 - blocked)));
    }
}
