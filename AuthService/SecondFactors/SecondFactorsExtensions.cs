namespace AuthService.SecondFactors;

internal static class SecondFactorsExtensions
{
    public static void AddSecondFactors(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(SecondFactorSettings.From(builder.Configuration));
        builder.Services.AddSingleton<SecondFactorCodes>();
        builder.Services.AddSingleton<PendingLogIns>();
    }
}
