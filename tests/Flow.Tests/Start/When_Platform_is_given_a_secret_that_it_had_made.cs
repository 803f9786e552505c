using Hosting;
using Hosting.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Secrets;

namespace Flow.Tests.Start;

[Collection(InThisProcess.Name)]
public sealed class When_Platform_is_given_a_secret_that_it_had_made : IDisposable
{
    private const string Given = "its-own-3f0c52b7e94a06a3c1d5f7b2a8e6";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("platform-");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Of each service that seals, whichever there will be.</summary>
    [Theory]
    [InlineData("Jwt:Secret", Given)]
    [InlineData("Jwt:Secret", Given, "Delivery:PreviousJwtSecrets:0", "another-52b7e94a06a3c1d5f7b2a8e63f0c")]
    [InlineData("Accounts:EncryptionKey", "c2VjcmV0cyBvZiAzMiBieXRlcyBmb3IgYSB0ZXN0ISE=", "Jwt:Secret", Given)]
    public async Task What_it_sealed_opens_and_what_it_hashed_is_found(params string[] settings)
    {
        await using var before = Started();
        var ciphers = Ciphers(before);
        ciphers.Count.ShouldBeGreaterThanOrEqualTo(3);

        await using var after = Started(settings);

        foreach (var (section, cipher) in Ciphers(after))
        {
            cipher.TryOpen(ciphers[section].Seal("what is secret", "here"), "here", out var secret).ShouldBeTrue(section);
            secret.ShouldBe("what is secret");
            cipher.Hash("what is found").ShouldContain(ciphers[section].Hash("what is found")[0], section);
            ciphers[section].TryOpen(cipher.Seal("what is secret", "here"), "here", out _).ShouldBeFalse(section);
        }
    }

    private static Dictionary<string, SecretCipher> Ciphers(WebApplication app) => app.Services.GetRequiredService<IServiceCollection>()
        .Where(part => part.ServiceType == typeof(SecretCipher) && part.IsKeyedService)
        .ToDictionary(part => (string)part.ServiceKey!, part => app.Services.GetRequiredKeyedService<SecretCipher>(part.ServiceKey));

    private WebApplication Started(params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(
            settings.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))
                .Append(new("Transport", "embedded")).Append(new("Storage:Provider", "sqlite")).Append(new("Storage:Folder", folder.FullName)));
        builder.Configuration.AddInMemoryCollection(LocalSecrets.Open(folder.FullName, builder.Configuration).Missing(builder.Configuration).ToList());
        builder.AddHosting();
        builder.AddServices();
        builder.Services.AddSingleton(builder.Services);
        return builder.Build();
    }
}
