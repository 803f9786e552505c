namespace Hosting.Tests;

/// <summary>What is written to the console meanwhile. Tests that use it share a collection, for there is one console.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    public const string Collection = "Console";

    private readonly TextWriter output = Console.Out;
    private readonly TextWriter error = Console.Error;
    private readonly StringWriter outputText = new();
    private readonly StringWriter errorText = new();

    public ConsoleCapture()
    {
        Console.SetOut(TextWriter.Synchronized(outputText));
        Console.SetError(TextWriter.Synchronized(errorText));
    }

    public IReadOnlyList<string> Output => Lines(outputText);

    public IReadOnlyList<string> Error => Lines(errorText);

    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(error);
    }

    private static string[] Lines(StringWriter text)
    {
        // A synchronized writer locks itself; reading beside it may meet a builder that grows.
        while (true)
        {
            try
            {
                return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
            catch (ArgumentOutOfRangeException)
            {
            }
        }
    }
}
