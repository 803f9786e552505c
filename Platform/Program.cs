using Platform;
using Platform.Demo;
using Platform.Drill;

if (PlatformOptions.Parse(args, out var fault) is not { } options)
{
    await Console.Error.WriteLineAsync(fault);
    return 1;
}

if (options.Help)
{
    Console.WriteLine(PlatformOptions.Usage);
    return 0;
}

if (options.Backup is { } target)
{
    return Backup.Run(options, target);
}

if (options.Drill is { } drill)
{
    return await EventDrill.Run(drill, options.Settings);
}

return options.Demo ? await Demonstration.Run(options) : await PlatformHost.Run(options, Welcome.Say);
