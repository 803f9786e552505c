using AuthService.Passwords;
using AuthService.Users;
using Contracts;
using Contracts.Users;
using Documents;
using Hosting.Configuration;
using Hosting.Logging;
using Hosting.Secrets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AuthService.Accounts;

/// <param name="Email">Of the first administrator.</param>
internal sealed record BootstrapSettings(EmailAddress Email, string Password)
{
    private const string EmailKey = "Bootstrap:AdminEmail";
    private const string PasswordKey = "Bootstrap:AdminPassword";

    /// <summary>Null when neither setting is given.</summary>
    public static BootstrapSettings? From(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[EmailKey]) && string.IsNullOrEmpty(configuration[PasswordKey]))
        {
            return null;
        }

        var email = EmailAddress.Parse(configuration.Required(EmailKey)) ?? throw new ConfigurationException(EmailKey, "is not an e-mail address");
        var password = configuration.Required(PasswordKey);
        configuration.RefuseKnown(PasswordKey, password);
        return new FieldFaults().Password(password, PasswordKey).Found is { Count: > 0 } faults
            ? throw new ConfigurationException(PasswordKey, $"is too weak: a password {string.Join(" ", faults.Select(fault => fault.Sentence))}")
            : new BootstrapSettings(email, password);
    }
}

/// <summary>Creates the first ADMIN when no account has the configured e-mail. The host is not ready before.</summary>
internal sealed class BootstrapAdmin(
    BootstrapAdmin.Choice choice, IDocumentStore<User> users, RoleChanges changes, PasswordHashing passwords, TimeProvider time, ILogger<BootstrapAdmin> logger)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);
    private volatile bool done;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(done ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the first administrator is not there yet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (choice.Settings is null)
        {
            logger.LogInformation("No first administrator is configured (Bootstrap__AdminEmail, Bootstrap__AdminPassword)");
        }

        while (choice.Settings is { } settings && !done)
        {
            try
            {
                await Ensure(settings, stoppingToken);
                break;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(Outage.Event, "The first administrator cannot be created yet, trying again in {Delay}: {Reason}", RetryDelay, e.Message);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }

        done = true;
    }

    private async Task Ensure(BootstrapSettings settings, CancellationToken cancellationToken)
    {
        if (await users.ByEmail(settings.Email, cancellationToken) is not { } user)
        {
            var now = time.GetUtcNow();
            user = new User
            {
                Id = Guid.CreateVersion7(now).ToString(),
                Email = settings.Email.Text,
                NormalizedEmail = settings.Email.Normalized,
                PasswordHash = await passwords.Hash(settings.Password, cancellationToken),
                Roles = [Role.User, Role.Admin],
                CreatedAt = now,
                UpdatedAt = now,
            };
            user.RaiseFirstRoles();
            if ((await users.Insert(user, cancellationToken)).IsSaved)
            {
                logger.LogInformation("Created the first administrator, user {UserId}", user.Id);
            }
            else
            {
                user = (await users.ByEmail(settings.Email, cancellationToken))!;
            }
        }

        // Puts an administrator on the roster whom a crash has left off it; an account without ADMIN stays as it is.
        await changes.Change(user.Id, u => u.Roles, Actor.System, cancellationToken: cancellationToken);
    }

    internal sealed record Choice(BootstrapSettings? Settings);
}

internal static class BootstrapAdminExtensions
{
    public static void AddBootstrapAdmin(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new BootstrapAdmin.Choice(BootstrapSettings.From(builder.Configuration)));
        builder.Services.AddSingleton<BootstrapAdmin>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BootstrapAdmin>());
        builder.Services.AddHealthChecks().AddCheck<BootstrapAdmin>("bootstrap");
    }
}
