using System.Diagnostics;
using Client.Tests.Flow;
using Testing.Processes;

namespace Client.Tests.Package;

/// <summary>A program that ends, with where the platform is in its environment.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>What it wrote.</returns>
    public static async Task<string> Run(RunningPlatform platform, string where, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = where, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MESSAGING_ADDRESS"] = $"{platform.Address}";
        start.Environment["MESSAGING_ADMIN"] = TestAccounts.AdminEmail;
        start.Environment["MESSAGING_PASSWORD"] = TestAccounts.AdminPassword;
        start.Environment["REDOCLY_TELEMETRY"] = "off";

        // No process stays behind that waits for the next build.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        using var end = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(end.Token);
            var error = process.StandardError.ReadToEndAsync(end.Token);
            await process.WaitForExitAsync(end.Token);
            var both = $"{await output}{await error}";
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {both}");
            return both;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
