using System.Globalization;

namespace Bench.Measures;

/// <summary>
/// What this process and everything that it started have used, by program: a service by its name, a server with its
/// workers, and <see cref="Generator"/> for this process itself.
/// </summary>
/// <param name="MachineSeconds">What all processors of the machine were busy with, whoever it was for.</param>
internal sealed record ProcessTimes(
    IReadOnlyDictionary<string, double> ProcessorSeconds, IReadOnlyDictionary<string, double> Megabytes, double MachineSeconds)
{
    public const string Generator = "bench";
    public const string RabbitMq = "RabbitMQ";
    public const string PostgreSql = "PostgreSQL";
    public const string Redis = "Redis";

    private const double TicksPerSecond = 100;
    private const double KilobytesPerMegabyte = 1024;

    /// <summary>User, nice, system, interrupts; not idle, not waiting for a disk.</summary>
    private static readonly int[] BusyFields = [1, 2, 3, 6, 7];

    public static ProcessTimes Read()
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? ReadOne(id) : null)
            .OfType<Entry>()
            .ToDictionary(entry => entry.Id);
        var owned = all.Values.Select(entry => (Entry: entry, Name: Owner(entry, all))).Where(o => o.Name is not null).ToLookup(o => o.Name!, o => o.Entry);
        return new ProcessTimes(
            owned.ToDictionary(group => group.Key, group => group.Sum(entry => entry.Id == Environment.ProcessId ? entry.Own : entry.Own + entry.Ended)),
            owned.ToDictionary(group => group.Key, group => group.Sum(entry => PrivateMegabytes(entry.Id))),
            ReadMachine());
    }

    private static Entry? ReadOne(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var program = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(id, Number(fields[1]), program, Seconds(fields[11], fields[12]), Seconds(fields[13], fields[14]));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    /// <summary>The program that this process started and that the entry is, or descends from; null when there is none.</summary>
    private static string? Owner(Entry entry, Dictionary<int, Entry> all)
    {
        if (entry.Id == Environment.ProcessId)
        {
            return Generator;
        }

        while (entry.Parent != Environment.ProcessId)
        {
            if (!all.TryGetValue(entry.Parent, out var parent))
            {
                return null;
            }

            entry = parent;
        }

        return entry.Program switch
        {
            "beam.smp" => RabbitMq,
            "postgres" => PostgreSql,
            "redis-server" => Redis,
            "dotnet" => Assembly(entry.Id),
            var other => other,
        };
    }

    private static string Assembly(int id)
    {
        try
        {
            return Path.GetFileNameWithoutExtension(File.ReadAllText($"/proc/{id}/cmdline").Split('\0')[1]);
        }
        catch (IOException)
        {
            return "dotnet";
        }
    }

    /// <summary>Without what processes share, such as PostgreSQL's buffers.</summary>
    private static double PrivateMegabytes(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
            return line is null ? 0 : Number(line["RssAnon:".Length..^"kB".Length]) / KilobytesPerMegabyte;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static double ReadMachine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return BusyFields.Sum(field => double.Parse(fields[field], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static double Seconds(string user, string system) => (Number(user) + (double)Number(system)) / TicksPerSecond;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <param name="Ended">Used by children that have ended: PostgreSQL's former sessions.</param>
    private sealed record Entry(int Id, int Parent, string Program, double Own, double Ended);
}
