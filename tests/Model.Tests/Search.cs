namespace Model.Tests;

/// <summary>How often what need not happen may happen on one way through the states.</summary>
/// <param name="Faults">
/// A process that ends between two writes, or a message that arrives once more. Of these, and of fulfilments that are forgotten and databases
/// that are restored, there may be one more in all.
/// </param>
/// <param name="Ticks">Times that come while there is other work to do.</param>
internal sealed record Bounds(int Faults, int Ticks, int Depth)
{
    /// <summary>MODEL_FAULTS, MODEL_TICKS and MODEL_DEPTH make the search wider.</summary>
    public static Bounds FromEnvironment { get; } = UpTo(12);

    /// <param name="depth">Where no other is asked for.</param>
    public static Bounds UpTo(int depth) => new(Of("MODEL_FAULTS", 1), Of("MODEL_TICKS", 1), Of("MODEL_DEPTH", depth));

    private static int Of(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}

/// <param name="Violation">Null when every promise was kept in every state; else the shortest way to where one was not.</param>
/// <param name="Ends">How often each end was come to.</param>
internal sealed record Found(int States, int Steps, int Depth, bool IsWhole, string? Violation, IReadOnlyDictionary<string, int> Ends);

/// <summary>
/// Breadth first over every state that can be reached from a first one, each expanded once with the most faults that are
/// left. From each state on it is also tried that an end is come to when no more goes wrong and nobody asks for more.
/// </summary>
internal sealed class Search(Product product, Bounds bounds)
{
    /// <summary>More steps than any request needs once nothing goes wrong.</summary>
    private const int Patience = 80;

    private readonly Dictionary<string, List<Node>> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> ending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> ends = [];
    private readonly Queue<Node> frontier = new();
    private int steps;

    public async Task<Found> From(State first)
    {
        Node? last = null;
        try
        {
            Enter(last = new Node(first, null, "accepted", bounds.Faults, bounds.Ticks, 0));
            while (frontier.TryDequeue(out var node) && node.Depth < bounds.Depth)
            {
                last = node;
                await ComesToAnEnd(node);
                foreach (var step in Step.From(node.State).ToList())
                {
                    await foreach (var next in Outcomes(node, step))
                    {
                        last = next;
                        Promises.OfStep(node.State, next.State);
                        Promises.OfState(next.State);
                        Enter(next);
                    }

                    last = node;
                }
            }

            return Result(null);
        }
        catch (BrokenPromiseException e)
        {
            return Result($"{e.Message}\n{last!.Trace()}{e.Then}");
        }

        Found Result(string? violation) => new(known.Count, steps, last.Depth, frontier.Count == 0, violation, ends);
    }

    /// <summary>A step that goes well, and each way in which it is cut off or comes again.</summary>
    private async IAsyncEnumerable<Node> Outcomes(Node node, Step step)
    {
        var isTick = step.Name.StartsWith("the clock", StringComparison.Ordinal);
        var ticks = isTick && node.State.Network.Count > 0 ? node.Ticks - 1 : node.Ticks;
        var mayFail = node.State.Losses <= node.Faults;
        if (ticks < 0 || (step.IsLoss && !mayFail))
        {
            yield break;
        }

        var (whole, writes) = await Take(step, null);
        yield return new Node(whole, node, step.Name, node.Faults, ticks, node.Depth + 1);
        if (step.Work is null || node.Faults == 0 || !mayFail)
        {
            yield break;
        }

        for (var cut = 1; cut <= writes; cut++)
        {
            var (cutOff, _) = await Take(step with { Before = Kept(step, node.State) }, cut);
            var name = cut == writes ? $"{step.Name}, which comes again" : $"{step.Name}, cut off after {cut} of {writes} writes";
            yield return new Node(cutOff, node, name, node.Faults - 1, ticks, node.Depth + 1);
        }
    }

    /// <summary>What was not acknowledged stays on its way. A person does not know, and may ask again or not.</summary>
    private static State Kept(Step step, State whole) => step.Message is null && !step.IsFair ? step.Before : whole;

    private async Task<(State After, int Writes)> Take(Step step, int? cutOff)
    {
        steps++;
        if (step.Work is not { } work)
        {
            return (step.Before, 0);
        }

        var world = product.World;
        world.Begin(step.Before, cutOff);
        try
        {
            await work(product);
        }
        catch (Exception e) when (cutOff is null)
        {
            throw new BrokenPromiseException($"A message can never be consumed: {e.GetBaseException().Message}", $"then {step.Name}");
        }
        catch (Exception) when (cutOff is not null)
        {
            // The process has ended.
        }

        var writes = world.Writes;
        if (cutOff is null)
        {
            await product.TakeAlong();
            return (world.State, writes);
        }

        var left = world.State;
        world.Discard();
        await product.TakeAlong();
        return (left, writes);
    }

    private void Enter(Node node)
    {
        var key = Canonical.TextOf(node.State);
        if (!known.TryGetValue(key, out var same))
        {
            known[key] = same = [];
        }

        if (!same.Exists(other => other.Faults >= node.Faults && other.Ticks >= node.Ticks))
        {
            same.Add(node);
            frontier.Enqueue(node);
        }
    }

    private async Task ComesToAnEnd(Node node)
    {
        var state = node.State;
        var way = new List<string>();
        var keys = new List<string>();
        while (true)
        {
            var key = Canonical.TextOf(state);
            if (!ending.Contains(key))
            {
                keys.Add(key);
                if (await Next(state, key) is { } next)
                {
                    way.Add(next.Name);
                    state = next.After;
                    if (way.Count > Patience)
                    {
                        throw new BrokenPromiseException("There is no end.", $"and then for ever: {string.Join(", ", way.TakeLast(4))}");
                    }

                    continue;
                }

                try
                {
                    Promises.OfEnd(state);
                }
                catch (BrokenPromiseException e)
                {
                    throw new BrokenPromiseException(e.Message, string.Join('\n', way.Prepend("and then, when no more goes wrong:")));
                }

                var end = Promises.NameOf(state);
                ends[end] = ends.GetValueOrDefault(end) + 1;
            }

            ending.UnionWith(keys);
            return;
        }
    }

    /// <summary>The first of what happens by itself; a sweep that finds nothing to do holds up nobody.</summary>
    private async Task<(string Name, State After)?> Next(State state, string key)
    {
        (string Name, State After)? last = null;
        foreach (var step in Step.From(state).Where(step => step.IsFair))
        {
            last = (step.Name, (await Take(step, null)).After);
            if (Canonical.TextOf(last.Value.After) != key)
            {
                break;
            }
        }

        return last;
    }

    private sealed record Node(State State, Node? Before, string Step, int Faults, int Ticks, int Depth)
    {
        public string Trace() => $"{Before?.Trace()}{Depth,3}  {Step}\n";
    }
}
