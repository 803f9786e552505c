using Messages;

namespace Contracts.Events;

/// <summary>The points that an event may give away in all. Revision: the event's version that said so.</summary>
public sealed record BudgetPolicy(long Points, int Revision) : Extensible;
