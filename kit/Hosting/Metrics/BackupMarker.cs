using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting.Metrics;

/// <summary>
/// When the last backup was made: whatever makes backups changes the file that <c>Backup__Marker</c> names (<c>touch</c>) after
/// each that succeeded.
/// </summary>
internal static class BackupMarker
{
    private static readonly SampledGauge LastSuccess =
        new("backup.last.success.timestamp", "When the last backup was made, in seconds since 1970; 0 when none was.", "s");

    public static void AddTo(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["Backup:Marker"] is { Length: > 0 } path)
        {
            services.AddSample(_ => _ => Task.FromResult<IReadOnlyList<Reading>>([LastSuccess.Of(TimeOf(path))]));
        }
    }

    private static double TimeOf(string path) =>
        File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeSeconds() : 0;
}
