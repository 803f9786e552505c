using System.Text.RegularExpressions;
using Client.Tests.Flow;
using Client.Tests.Package;
using Testing.Processes;

namespace Client.Tests.TypeScript;

/// <summary>Generated from what the running platform says of itself, compiled, tested, packed, and used in a new project as its README says.</summary>
[Collection(RunningPlatform.Collection)]
public sealed partial class The_typescript_client(RunningPlatform platform) : IDisposable
{
    private static readonly string Source = Path.Combine(Repository.Root, "clients/typescript");

    private readonly string folder = Directory.CreateTempSubdirectory("typescript-").FullName;

    [NpmFact]
    public async Task Does_what_its_readme_says()
    {
        await Copy();
        await Npm("run", "generate");
        await Npm("run", "build");
        (await Npm("test")).ShouldContain("# fail 0");

        await Npm("pack", "--pack-destination", folder);
        var project = Directory.CreateDirectory(Path.Combine(folder, "shop")).FullName;
        var readme = await File.ReadAllTextAsync(Path.Combine(Source, "README.md"));
        await File.WriteAllTextAsync(Path.Combine(project, "package.json"), """{"name":"shop","private":true,"type":"module"}""");
        await File.WriteAllTextAsync(Path.Combine(project, "shop.js"), string.Join('\n', CodeBlocks().Matches(readme).Select(block => block.Groups["code"].Value)));
        await Tool.Run(platform, project, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", Directory.GetFiles(folder, "*.tgz").Single());
        var output = await Tool.Run(platform, project, "node", "shop.js");

        output.ShouldContain("422 NOT_ELIGIBLE");
        output.ShouldContain("is FULFILLED");
        output.ShouldContain("100 points");
    }

    [NpmFact]
    public async Task Comes_from_a_description_without_a_fault()
    {
        await Copy();

        await Npm("run", "lint");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Nothing is written where the sources are.</summary>
    private async Task Copy()
    {
        foreach (var file in Directory.GetFiles(Source).Concat(Directory.GetFiles(Path.Combine(Source, "src"))).Concat(Directory.GetFiles(Path.Combine(Source, "test"))))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(Source, "node_modules"));
        await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), $"{await platform.Description()}");
    }

    private Task<string> Npm(params string[] arguments) => Tool.Run(platform, folder, "npm", arguments);

    [GeneratedRegex(@"^```js\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlocks();
}

/// <summary>Needs Node and the packages of clients/typescript, which <c>npm ci</c> installs there.</summary>
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute() =>
        Skip = Directory.Exists(Path.Combine(Repository.Root, "clients/typescript/node_modules")) ? null : "clients/typescript/node_modules is not there: npm ci installs it.";
}
