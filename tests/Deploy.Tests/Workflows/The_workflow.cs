using System.Text.RegularExpressions;
using Deploy.Tests.Compose;
using Testing.Processes;

namespace Deploy.Tests.Workflows;

public sealed partial class The_workflow
{
    private static readonly Yaml File = Yaml.Parse(ComposeFile.Text(".github/workflows/ci.yml"));

    [Fact]
    public void Holds_each_job_to_its_rights_and_its_time()
    {
        File["permissions"].Members.ShouldHaveSingleItem().Value.Text.ShouldBe("read");
        foreach (var (name, job) in File["jobs"].Members)
        {
            int.Parse(job["timeout-minutes"].Text!).ShouldBeInRange(1, 90, name);
            job["permissions"].Exists.ShouldBeFalse(name);
        }
    }

    [Fact]
    public void Releases_a_tag_once_everything_else_has_passed_and_alone_has_secrets()
    {
        var jobs = File["jobs"].Members;
        jobs["release"]["needs"].Texts.ShouldBe(jobs.Keys.Except(["release"]), ignoreOrder: true);
        jobs["release"]["if"].Text.ShouldBe("startsWith(github.ref, 'refs/tags/v')");
        var text = ComposeFile.Text(".github/workflows/ci.yml");
        text[..text.IndexOf("\n  release:", StringComparison.Ordinal)].ShouldNotContain("secrets.");
    }

    [Fact]
    public void Builds_an_image_of_each_service()
    {
        var services = Service().Matches(ComposeFile.Text("docker-compose.yml")).Select(match => match.Groups["name"].Value).Distinct().ToList();
        services.Count.ShouldBeGreaterThan(4);
        foreach (var job in new[] { "images", "release" })
        {
            File["jobs"][job]["strategy"]["matrix"]["service"].Texts.ShouldBe(services, ignoreOrder: true);
        }
    }

    [Fact]
    public void Tests_with_the_servers_that_are_run()
    {
        var compose = ComposeFile.Text("docker-compose.yml") + ComposeFile.Text("docker-compose.small.yml");
        foreach (var server in File["jobs"]["servers"]["services"].Members.Values)
        {
            compose.ShouldContain($"image: {server["image"].Text}\n");
        }

        compose.ShouldContain($"image: {Mongo().Match(ComposeFile.Text(".github/workflows/ci.yml")).Value}\n");
    }

    /// <summary>A tag may be moved by whoever has the action; a commit may not.</summary>
    [Fact]
    public void Uses_actions_as_of_one_commit_each()
    {
        var used = Uses().Matches(ComposeFile.Text(".github/workflows/ci.yml")).Select(match => match.Groups["what"].Value).ToList();
        used.Count.ShouldBe(File["jobs"].Members.Values.SelectMany(job => job["steps"].Items).Count(step => step["uses"].Exists));
        used.ShouldAllBe(what => Pinned().IsMatch(what));
        used.Distinct().Select(what => what.Split('@')[0]).ShouldBeUnique();
    }

    [Fact]
    public void Names_only_files_and_projects_that_are_there()
    {
        var steps = File["jobs"].Members.Values.SelectMany(job => job["steps"].Items).Select(step => step["run"].Text ?? "").ToList();
        var named = steps.SelectMany(step => Named().Matches(step)).Select(match => match.Value).Distinct().ToList();
        named.ShouldContain(".ci/run");
        named.ShouldAllBe(path => Path.Exists(Path.Combine(Repository.Root, path)));
        foreach (var project in new[] { "Documents", "Bus", "Hosting" })
        {
            steps.ShouldContain(step => step.Contains($" {project}", StringComparison.Ordinal));
            Directory.Exists(Path.Combine(Repository.Root, $"tests/{project}.Tests")).ShouldBeTrue();
        }
    }

    [GeneratedRegex(@"SERVICE: (?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Service();

    [GeneratedRegex(@"^ *(- )?uses: (?<what>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", RegexOptions.None, 1000)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"mongo:[\d.]+", RegexOptions.None, 1000)]
    private static partial Regex Mongo();

    [GeneratedRegex(@"\.ci/run|deploy/local/install\.sh|tests/[A-Z]\w+(\.Tests)?(?=[ ""])|Messaging\.sln|Directory\.Build\.props", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
