using System.Runtime.CompilerServices;
using MassTransit.Logging;
using MassTransit.Monitoring;

namespace Hosting.Tests.Metrics;

internal static class MassTransitMeter
{
    /// <summary>MassTransit measures with the meter of the first host of the process, which here ends with the first test.</summary>
    [ModuleInitializer]
    internal static void Keep()
    {
        var options = new InstrumentationOptions();
        new ConfigureDefaultInstrumentationOptions().Configure(options);
        LogContextInstrumentationExtensions.TryConfigure(options);
    }
}
