using System.Globalization;

namespace Bench;

/// <param name="Targets">"platform" (one process, embedded) and "parts" (four processes over RabbitMQ, Redis, PostgreSQL).</param>
/// <param name="Mode">"flow": reward requests under load. "history": evaluation against the length of a user's history. "logins": whether the time of a refusal tells if an account exists.</param>
internal sealed record Options(string Mode, IReadOnlyList<string> Targets, int Requests, int Concurrency, int Rounds)
{
    public const string Usage =
        """
        flow: sends reward requests over REST and waits until each is FULFILLED.
          dotnet run --project bench -c Release -- [--on platform|parts|both] [--requests 2000] [--concurrency 64] [--rounds 3]
        history: asks for progress and rewards as users with 100, 10 000 and 100 000 activities, one call at a time.
          dotnet run --project bench -c Release -- --mode history [--on platform|parts|both] [--requests 200] [--rounds 3]
        logins: times refused logins with wrong passwords and with unknown e-mails, and compares the distributions.
          dotnet run --project bench -c Release -- --mode logins [--on platform|parts|both] [--requests 200] [--rounds 3]
        """;

    public static Options? Parse(string[] args)
    {
        var options = args is ["--mode", "history" or "logins", ..]
            ? new Options(args[1], ["platform"], 200, 1, 3)
            : new Options("flow", ["platform", "parts"], 2000, 64, 3);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var value = args[i + 1];
            var number = int.TryParse(value, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : 0;
            switch (args[i])
            {
                case "--mode" when i == 0 && value is ("flow" or "history" or "logins"):
                    break;
                case "--on" when value is "platform" or "parts":
                    options = options with { Targets = [value] };
                    break;
                case "--on" when value == "both":
                    options = options with { Targets = ["platform", "parts"] };
                    break;
                case "--requests" when number >= 100:
                    options = options with { Requests = number };
                    break;
                case "--concurrency" when number > 0:
                    options = options with { Concurrency = number };
                    break;
                case "--rounds" when number > 0:
                    options = options with { Rounds = number };
                    break;
                default:
                    return null;
            }
        }

        return args.Length % 2 == 0 ? options : null;
    }
}
