namespace Http.Problems;

/// <summary>A component without which the request cannot be judged does not answer.</summary>
public sealed class UnavailableException(string component, Exception inner) : Exception($"{component} cannot be asked: {inner.Message}", inner)
{
    public string Component => component;
}
