namespace Drills.Processes;

/// <summary>A process ended and no test had asked for that: whatever follows would only hide it.</summary>
public sealed class DiedException(string name, int exitCode, IEnumerable<string> output)
    : Exception($"{name} died by itself with exit code {exitCode}; it wrote last:\n{string.Join('\n', output.TakeLast(40))}");
