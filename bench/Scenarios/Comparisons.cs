using Bench.Floor;
using Bench.Targets;

namespace Bench.Scenarios;

/// <summary>From POST to FULFILLED, in a closed loop, of several subjects in turn.</summary>
internal static class Comparisons
{
    [Flags]
    private enum Kinds
    {
        Floor = 1,
        Parts = 2,
        Platform = 4,
    }

    /// <summary>Bare clients on the same PostgreSQL and RabbitMQ, the platform over parts, and in one process.</summary>
    public static Task All(Session session, CancellationToken cancellationToken) =>
        Run("all", Kinds.Floor | Kinds.Parts | Kinds.Platform, session, cancellationToken);

    public static Task Floor(Session session, CancellationToken cancellationToken) => Run("floor", Kinds.Floor, session, cancellationToken);

    public static Task Flow(Session session, CancellationToken cancellationToken) =>
        Run("flow", session.Settings.OnPlatform ? Kinds.Platform : Kinds.Parts, session, cancellationToken);

    public static Task Platform(Session session, CancellationToken cancellationToken) => Run("platform", Kinds.Platform, session, cancellationToken);

    private static async Task Run(string scenario, Kinds kinds, Session session, CancellationToken cancellationToken)
    {
        var settings = session.Settings;
        var subjects = new List<Subject>();
        var loads = new List<RequestLoad>();
        try
        {
            foreach (var tree in settings.Trees)
            {
                await Prepare(tree);
            }

            var rounds = await Comparison.Run(subjects, settings, cancellationToken);
            foreach (var load in loads)
            {
                await load.Verify();
            }

            Report.Print(rounds);
            await Report.Write(scenario, settings, rounds);
        }
        finally
        {
            loads.ForEach(load => load.Dispose());
        }

        // The floor is the same for all trees.
        async Task Prepare(Tree tree)
        {
            var withFloor = kinds.HasFlag(Kinds.Floor) && tree == settings.Trees[0];
            if (withFloor || kinds.HasFlag(Kinds.Parts))
            {
                var servers = await session.Servers();
                if (withFloor)
                {
                    Add(new BareClients(servers, sharesCommits: false));
                    Add(new BareClients(servers, sharesCommits: true));
                }

                if (kinds.HasFlag(Kinds.Parts))
                {
                    AddPlatform(await session.Parts(tree, servers));
                }
            }

            if (kinds.HasFlag(Kinds.Platform))
            {
                AddPlatform(await session.Platform(tree));
            }
        }

        void Add(BareClients bare) => subjects.Add(new Subject(bare.Name, (requests, token) => bare.Run(requests, settings.InFlight, token)));

        void AddPlatform(Target target)
        {
            var load = new RequestLoad(target, settings);
            loads.Add(load);
            subjects.Add(new Subject(load.Name, load.Flow));
        }
    }
}
