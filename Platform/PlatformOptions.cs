using System.Globalization;
using Platform.Drill;

namespace Platform;

/// <param name="Folder">Where the data is; null when not said.</param>
/// <param name="Urls">Where to listen; null when not said.</param>
/// <param name="Backup">Where a copy of the folder goes; null to run.</param>
/// <param name="Drill">The event that is drilled; null to run.</param>
/// <param name="Settings">Settings given as <c>--Key=value</c>.</param>
internal sealed record PlatformOptions(string? Folder, string? Urls, string? Backup, bool Demo, bool Help, DrillOptions? Drill, IReadOnlyList<string> Settings)
{
    public const string Usage =
        """
        The event and reward platform in one process, with nothing to install.

          dotnet run --project Platform -c Release -- [options]

          --data DIR    where everything is kept; default ./data
          --urls URL    where to listen; default http://127.0.0.1:8080
          --backup DIR  copy what is kept, of a running one too, to a new folder that can be started, and end
          --demo        walk the whole flow through the REST API, print each call and answer, and end;
                        on a free port and in a temporary folder unless said otherwise
          --drill FILE  hold the event in FILE (as for POST /events, with an array rewards) in a temporary folder, kill
                        the platform while users ask, and tell what was granted, refused and why, and that the books agree
          --users N     of the drill, 1 to 10000; default 100
          --seed N      of the drill: the same kills and the same order again; default 1
          --Key=value   any setting, as its environment variable Key=value would; docs/operations.md lists them
          --help        this text
        """;

    /// <summary>Null, and what is wrong, when the arguments make no sense.</summary>
    public static PlatformOptions? Parse(IReadOnlyList<string> args, out string fault)
    {
        var options = new PlatformOptions(null, null, null, Demo: false, Help: false, null, []);
        var drill = new DrillOptions("", 100, 1);
        fault = "";
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (args[i][..at], args[i][(at + 1)..]) : (args[i], null);
            if (name is "--data" or "--urls" or "--backup" or "--drill" or "--users" or "--seed")
            {
                value ??= ++i < args.Count ? args[i] : "";
                if (value.Length == 0)
                {
                    fault = $"{name} needs a value.";
                    return null;
                }

                if (name is "--users" or "--seed" && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (name == "--seed" || number is >= 1 and <= 10_000)))
                {
                    fault = $"{name} {value} is not a number that it can be; --help tells more.";
                    return null;
                }

                options = name switch
                {
                    "--data" => options with { Folder = value },
                    "--urls" => options with { Urls = value },
                    "--drill" => options with { Drill = drill = drill with { File = value } },
                    "--users" => options with { Drill = drill = drill with { Users = int.Parse(value, CultureInfo.InvariantCulture) } },
                    "--seed" => options with { Drill = drill = drill with { Seed = int.Parse(value, CultureInfo.InvariantCulture) } },
                    _ => options with { Backup = value },
                };
            }
            else if (value is not null && name.StartsWith("--", StringComparison.Ordinal))
            {
                options = options with { Settings = [.. options.Settings, args[i]] };
            }
            else if (name is "--demo" or "--help" or "-h")
            {
                options = name == "--demo" ? options with { Demo = true } : options with { Help = true };
            }
            else
            {
                fault = $"{args[i]} is not an option; --help lists them.";
                return null;
            }
        }

        if (options.Drill is { File.Length: 0 })
        {
            fault = "--users and --seed belong to --drill FILE.";
            return null;
        }

        return options;
    }
}
