using System.Text.RegularExpressions;
using Client.Tests.Flow;
using Testing.Processes;

namespace Client.Tests.Package;

/// <summary>As somebody meets it who has nothing of this repository: packed, installed into a new project, used as its README says.</summary>
[Collection(RunningPlatform.Collection)]
public sealed partial class The_package(RunningPlatform platform) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("package-").FullName;

    [Fact]
    public async Task Does_what_its_readme_says()
    {
        await DotNet(Repository.Root, "pack", "clients/dotnet", "-c", Repository.Configuration, "--nologo", "-o", Path.Combine(folder, "feed"));
        var package = Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(folder, "feed"), "*.nupkg").Single());
        var project = Directory.CreateDirectory(Path.Combine(folder, "shop")).FullName;
        await File.WriteAllTextAsync(Path.Combine(project, "Shop.csproj"), Project(package["Messaging.Client.".Length..]));
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "clients/dotnet/README.md"));
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), string.Join('\n', CodeBlocks().Matches(readme).Select(block => block.Groups["code"].Value)));

        await DotNet(project, "build", "--nologo", "-o", Path.Combine(project, "out"));
        var output = await DotNet(project, Path.Combine(project, "out", "Shop.dll"));

        output.ShouldContain("422 NOT_ELIGIBLE");
        output.ShouldContain("is Fulfilled");
        output.ShouldContain("100 points");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Its packages come from the one that was made just now and from those that this repository has restored: nobody is asked.</summary>
    private string Project(string version) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NuGetAudit>false</NuGetAudit>
            <RestoreSources>{Path.Combine(folder, "feed")}</RestoreSources>
            <RestorePackagesPath>{Path.Combine(folder, "packages")}</RestorePackagesPath>
            <RestoreFallbackFolders>{Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}</RestoreFallbackFolders>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Messaging.Client" Version="{version}" />
          </ItemGroup>
        </Project>
        """;

    private Task<string> DotNet(string where, params string[] arguments) => Tool.Run(platform, where, "dotnet", arguments);

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlocks();
}
