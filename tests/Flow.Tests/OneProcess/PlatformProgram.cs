using Platform;

namespace Flow.Tests.OneProcess;

/// <summary>Platform's program, from its arguments to its end, in this process.</summary>
internal static class PlatformProgram
{
    /// <summary>There is one console.</summary>
    private static readonly SemaphoreSlim Writing = new(1);

    /// <returns>Its exit code, and what it wrote to both streams.</returns>
    public static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        await Writing.WaitAsync();
        var (output, error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        var both = TextWriter.Synchronized(written);
        Console.SetOut(both);
        Console.SetError(both);
        try
        {
            var main = typeof(PlatformOptions).Assembly.EntryPoint!;
            var code = await Task.Run(() => (int)main.Invoke(null, [arguments])!);
            return (code, written.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            Writing.Release();
        }
    }
}
