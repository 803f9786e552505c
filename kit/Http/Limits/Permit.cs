namespace Http.Limits;

/// <summary>One of the requests that somebody may make in a window.</summary>
/// <param name="Kind">A constant word, for the log and the counter.</param>
/// <param name="Key">Whose it is. No e-mail and no token.</param>
/// <param name="Limit">How many there are.</param>
public sealed record Permit(string Kind, string Key, int Limit);
