using Bench.Targets;

namespace Bench.Scenarios;

/// <param name="Seconds">How long a round is to last, about.</param>
/// <param name="InFlight">Requests between POST and FULFILLED at any moment.</param>
/// <param name="Connections">POSTs that wait for their answers at any moment, in a closed loop.</param>
/// <param name="Rate">Calls a second of an open loop; null for the scenario's own.</param>
/// <param name="WarmUp">Requests at most before what counts; 0 for none.</param>
internal sealed record Settings(
    IReadOnlyList<Tree> Trees,
    bool OnPlatform,
    int Alternations,
    int Seconds,
    int InFlight,
    int Connections,
    int Users,
    double? Rate,
    int WarmUp,
    bool Build);
