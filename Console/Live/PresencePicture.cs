namespace OperatorsConsole.Live;

/// <summary>A stay of somebody.</summary>
/// <param name="Until">Null while it lasts.</param>
public sealed record Stay(DateTimeOffset From, DateTimeOffset? Until);

/// <summary>How many were there at once.</summary>
public static class PresencePicture
{
    /// <summary>The most that were there at once in each of so many equal parts of a span. Who comes when another leaves does not meet him.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyCollection<Stay> stays, DateTimeOffset from, DateTimeOffset until, int slots)
    {
        ArgumentNullException.ThrowIfNull(stays);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(until, from);
        var changes = stays.Where(stay => stay.Until is null || stay.Until > stay.From)
            .SelectMany(stay => stay.Until is { } left ? new[] { (At: stay.From, By: 1), (At: left, By: -1) } : [(At: stay.From, By: 1)])
            .OrderBy(change => change.At).ThenBy(change => change.By).ToList();
        var most = new int[slots];
        var (present, next) = (0, 0);
        for (var slot = 0; slot < slots; slot++)
        {
            var (begin, end) = (from + ((until - from) * slot / slots), from + ((until - from) * (slot + 1) / slots));
            for (; next < changes.Count && changes[next].At <= begin; next++)
            {
                present += changes[next].By;
            }

            most[slot] = present;
            for (; next < changes.Count && changes[next].At < end; next++)
            {
                present += changes[next].By;
                most[slot] = Math.Max(most[slot], present);
            }
        }

        return most;
    }
}
