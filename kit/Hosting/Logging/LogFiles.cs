using Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;

namespace Hosting.Logging;

/// <summary>
/// Files beside standard output, where <c>Logs__Folder</c> says: one of everything and one of errors, new each day and when one is
/// full; the oldest go. For machines on which nothing collects standard output.
/// </summary>
internal static class LogFiles
{
    public static LoggerConfiguration WriteToFiles(this LoggerConfiguration logger, IConfiguration configuration, string service, ITextFormatter format)
    {
        if (configuration["Logs:Folder"] is not { Length: > 0 } folder)
        {
            return logger;
        }

        var bytes = (long)configuration.Number("Logs:FileMegabytes", absent: 100, least: 1, most: 10_000) << 20;
        var kept = configuration.Number("Logs:Files", absent: 14, least: 1, most: 10_000);
        Write("", LogEventLevel.Verbose);
        Write("-errors", LogEventLevel.Error);
        return logger;

        void Write(string what, LogEventLevel least) => logger.WriteTo.File(
            format,
            Path.Combine(folder, $"{service.ToLowerInvariant()}{what}-.log"),
            restrictedToMinimumLevel: least,
            fileSizeLimitBytes: bytes,
            rollOnFileSizeLimit: true,
            rollingInterval: RollingInterval.Day,
            retainedFileCountLimit: kept);
    }
}
