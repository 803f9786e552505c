namespace Http.Limits;

/// <param name="Remaining">Permits that are left now.</param>
/// <param name="Reset">Until the window ends; when refused, until there is a permit again.</param>
public sealed record Standing(bool Allowed, int Limit, int Remaining, TimeSpan Reset);
