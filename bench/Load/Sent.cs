namespace Bench.Load;

/// <summary>What became of the requests of a plan, by their numbers.</summary>
internal sealed class Sent(int requests)
{
    private readonly Guid?[] ids = new Guid?[requests];
    private readonly DateTimeOffset[] meant = new DateTimeOffset[requests];

    /// <summary>Answered with 201.</summary>
    public int Accepted => ids.Count(id => id is not null);

    public int Refused => requests - Accepted;

    /// <param name="at">When the request was meant to be sent.</param>
    public void Record(int request, DateTimeOffset at, Guid? id) => (meant[request], ids[request]) = (at, id);

    /// <summary>By the id of each accepted request.</summary>
    public Dictionary<Guid, DateTimeOffset> MeantAt() => ids.Zip(meant).Where(pair => pair.First is not null).ToDictionary(pair => pair.First!.Value, pair => pair.Second);
}
