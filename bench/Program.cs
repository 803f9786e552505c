using Bench;
using Spectre.Console;

var options = Options.Parse(args);
if (options is null)
{
    AnsiConsole.WriteLine(Options.Usage);
    return 1;
}

var results = new List<RoundResult>();
foreach (var target in options.Targets)
{
    await using var host = await Target.Start(target);
    if (options.Mode == "history")
    {
        await HistoryLoad.Run(host, options);
        continue;
    }

    if (options.Mode == "logins")
    {
        await LoginTimes.Run(host, options);
        continue;
    }

    for (var round = 0; round <= options.Rounds; round++)
    {
        var result = await FlowLoad.Run(host, options);
        AnsiConsole.WriteLine($"{target} round {round}{(round == 0 ? " (warm-up)" : "")}: {result}");
        if (round > 0)
        {
            results.Add(result);
        }
    }

    AnsiConsole.WriteLine($"{target} reconciliation: {await Reconciliation.Run(host)}");
}

if (results.Count > 0)
{
    Report.Print(results, options);
}

return 0;
