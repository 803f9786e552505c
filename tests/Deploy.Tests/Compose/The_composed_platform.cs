using System.Globalization;
using System.Text.RegularExpressions;

namespace Deploy.Tests.Compose;

/// <summary>As docker-compose reads it: no container runs here.</summary>
public sealed partial class The_composed_platform
{
    /// <summary>Who must be root to do what they are there for, each watching the machine.</summary>
    private static readonly string[] Roots = ["alloy", "cadvisor"];

    private static readonly string[] Services = ["authservice", "campaignservice", "console", "eventservice", "gateway", "gateway-2", "liveservice", "rewardworker"];

    [ProgramFact("docker-compose")]
    public async Task Has_what_each_profile_promises()
    {
        string[] usual = [.. Services, "nginx", "rabbitmq", "redis", "storage"];
        await Holds("", usual, []);
        await Holds("small", usual, []);
        await Holds("observability", usual, ["alertmanager", "alloy", "cadvisor", "grafana", "loki", "prometheus"]);
        await Holds("live", usual, ["coturn"]);
        await Holds("small observability", usual, ["alertmanager", "alloy", "cadvisor", "grafana", "loki", "prometheus"]);
        await Holds("live observability", usual, ["alertmanager", "alloy", "cadvisor", "coturn", "grafana", "loki", "prometheus"]);

        static async Task Holds(string profile, string[] usual, string[] besides) =>
            usual.Concat(besides).Except((await ComposeFile.Of(profile))["services"].Members.Keys).ShouldBeEmpty(profile);
    }

    [ProgramFact("docker-compose")]
    public async Task Keeps_its_documents_in_mongodb_and_the_small_one_in_postgresql()
    {
        (await ComposeFile.Of(""))["services"]["storage"]["image"].Text.ShouldStartWith("mongo:");
        foreach (var profile in new[] { "small", "small observability" })
        {
            var small = (await ComposeFile.Of(profile))["services"];
            small["storage"]["image"].Text.ShouldStartWith("postgres:");
            foreach (var service in small.Members.Values.Where(service => service["environment"]["Storage__Provider"].Exists))
            {
                service["environment"]["Storage__Provider"].Text.ShouldBe("postgres");
            }
        }
    }

    [ProgramFact("docker-compose")]
    public async Task Gives_all_services_the_same_options_of_their_store()
    {
        var stores = (await ComposeFile.AllServices()).Where(one => one.Service["environment"]["ConnectionStrings__Storage"].Exists)
            .Select(one => (one.Service["environment"]["Storage__Provider"].Text, Options: Own().Replace(one.Service["environment"]["ConnectionStrings__Storage"].Text!, "own")))
            .ToLookup(store => store.Text, store => store.Options);
        stores.Count.ShouldBe(2);
        foreach (var store in stores)
        {
            store.Count().ShouldBeGreaterThanOrEqualTo(5);
            store.Distinct().ShouldHaveSingleItem();
        }
    }

    /// <summary>In tenths of a gigabyte, rounded up.</summary>
    [ProgramFact("docker-compose")]
    public async Task Takes_no_more_memory_than_is_said_of_the_small_one()
    {
        var limits = (await ComposeFile.Of("small"))["services"].Members.Values.Where(service => !service["profiles"].Exists)
            .Select(service => service["mem_limit"].Text!).ToList();
        limits.ShouldAllBe(limit => limit.EndsWith('m') || limit.EndsWith('g'));
        var most = limits.Sum(limit => int.Parse(limit[..^1], CultureInfo.InvariantCulture) * (limit.EndsWith('g') ? 1024 : 1));

        var said = Gigabytes().Match(ComposeFile.Text("docs/operations.md")).Groups["most"].Value;

        said.ShouldBe((Math.Ceiling(most / 1024.0 * 10) / 10).ToString(CultureInfo.InvariantCulture));
    }

    [ProgramFact("docker-compose")]
    public async Task Holds_each_container_to_its_bounds()
    {
        foreach (var (profile, name, service) in await ComposeFile.AllServices())
        {
            var who = $"{name} of '{profile}'";
            service["mem_limit"].Text.ShouldNotBeNullOrEmpty(who);
            service["restart"].Text.ShouldBe("unless-stopped", who);
            service["logging"]["options"]["max-size"].Text.ShouldNotBeNullOrEmpty(who);
            service["logging"]["options"]["max-file"].Text.ShouldNotBeNullOrEmpty(who);
            service["read_only"].Text.ShouldBe("true", who);
            service["cap_drop"].Texts.ShouldBe(["ALL"], who);
            service["security_opt"].Texts.ShouldBe(["no-new-privileges:true"], who);
            service["tmpfs"].Texts.ShouldBeUnique(who);
            (service["user"].Text is "0:0").ShouldBe(Roots.Contains(name), who);
            if (!service["build"].Exists)
            {
                Exact().IsMatch(service["image"].Text!).ShouldBeTrue($"{who} runs {service["image"].Text}");
            }
        }
    }

    /// <summary>An image of ours says itself whether it is healthy.</summary>
    [ProgramFact("docker-compose")]
    public async Task Starts_nothing_before_what_it_needs_is_healthy()
    {
        ComposeFile.Text("Dockerfile").ShouldContain("HEALTHCHECK");
        foreach (var profile in ComposeFile.Profiles)
        {
            var services = (await ComposeFile.Of(profile))["services"];
            foreach (var (name, service) in services.Members)
            {
                foreach (var (needed, how) in service["depends_on"].Members.Where(needed => needed.Value["condition"].Text == "service_healthy"))
                {
                    (services[needed]["build"].Exists || services[needed]["healthcheck"]["test"].Exists).ShouldBeTrue($"{name} waits for {needed}: {how}");
                }
            }

            services.Members.Where(service => service.Value["build"].Exists).SelectMany(service => service.Value["depends_on"].Members)
                .ShouldAllBe(needed => needed.Value["condition"].Text == "service_healthy");
        }
    }

    [Fact]
    public void Builds_its_images_of_files_that_it_sends_to_whoever_builds()
    {
        var left = ComposeFile.Text(".dockerignore").Split('\n').Where(line => line.EndsWith('/') && !line.StartsWith('*')).ToList();
        left.ShouldNotBeEmpty();
        var copied = Copied().Matches(ComposeFile.Text("Dockerfile")).SelectMany(match => match.Groups["sources"].Value.Split(' ')).ToList();
        copied.Count.ShouldBeGreaterThan(20);
        copied.ShouldAllBe(source => Path.Exists(Path.Combine(Testing.Processes.Repository.Root, source)) && !left.Exists(folder => source.StartsWith(folder, StringComparison.Ordinal)));
    }

    /// <summary>Those that the script makes, and those that its reader may add.</summary>
    [Fact]
    public void Is_told_nothing_that_its_documentation_does_not_know()
    {
        var named = new[] { "docker-compose.yml", "docker-compose.small.yml" }
            .SelectMany(file => Variables().Matches(ComposeFile.Text(file))).ToLookup(match => match.Groups["name"].Value, match => match.Groups["rest"].Value);
        named.Count.ShouldBeGreaterThan(30);
        var script = ComposeFile.Text("deploy/compose-secrets.sh");
        var documentation = ComposeFile.Text("docs/operations.md");
        foreach (var variable in named)
        {
            if (variable.Any(rest => rest.StartsWith(":?", StringComparison.Ordinal)))
            {
                variable.ShouldAllBe(rest => rest == ":?run deploy/compose-secrets.sh", variable.Key);
            }
            else if (!script.Contains($"\nadd {variable.Key} ", StringComparison.Ordinal))
            {
                documentation.ShouldContain($"`{variable.Key}`", customMessage: variable.Key);
            }
        }
    }

    [ProgramFact("docker-compose")]
    public async Task Tells_its_services_nothing_that_they_do_not_read()
    {
        foreach (var (profile, name, service) in await ComposeFile.AllServices())
        {
            if (service["build"]["args"]["SERVICE"].Text is { } host)
            {
                var variables = service["environment"].Members.ToDictionary(variable => variable.Key, variable => variable.Value.Text ?? "");
                var read = await HostSettings.ReadBy(host, variables);
                variables.Keys.Except(read).ShouldBeEmpty($"{name} of '{profile}'");
            }
        }
    }

    /// <summary>While instances have the old one and the new one each opens what another has sealed.</summary>
    [ProgramFact("docker-compose")]
    public async Task Lets_each_key_be_replaced()
    {
        var keys = (await ComposeFile.AllServices()).SelectMany(
            one => one.Service["environment"].Members.Keys.Where(variable => variable.EndsWith("__EncryptionKey", StringComparison.Ordinal)).Select(variable => (one, variable))).ToList();
        keys.Select(key => key.variable).Distinct().ShouldBe(["Accounts__EncryptionKey", "Delivery__EncryptionKey", "Campaigns__EncryptionKey"], ignoreOrder: true);
        foreach (var ((profile, name, service), variable) in keys)
        {
            service["environment"].Members.Keys.ShouldContain(
                variable.Replace("EncryptionKey", "PreviousEncryptionKeys__0", StringComparison.Ordinal), $"{name} of '{profile}'");
        }
    }

    /// <summary>In each address the name of a service and a port at which it listens.</summary>
    [ProgramFact("docker-compose")]
    public async Task Names_only_addresses_where_somebody_listens()
    {
        ComposeFile.Text("Dockerfile").ShouldContain("\nEXPOSE 8080\n");
        var ports = new Dictionary<string, string[]> { ["rabbitmq"] = ["5672"], ["redis"] = ["6379"], ["storage"] = ["27017"], ["loki"] = ["3100"] };
        foreach (var service in Services)
        {
            ports[service] = ["8080"];
        }

        foreach (var alias in (await ComposeFile.Of(""))["services"]["gateway"]["networks"]["edge"]["aliases"].Texts)
        {
            ports[alias] = ["8080"];
        }

        var found = 0;
        foreach (var (profile, name, service) in await ComposeFile.AllServices())
        {
            foreach (var (variable, value) in service["environment"].Members)
            {
                foreach (var address in Addresses().Matches(value.Text ?? "").Where(address => !address.Value.StartsWith("127.", StringComparison.Ordinal)))
                {
                    found++;
                    ports.GetValueOrDefault(address.Groups["host"].Value, []).ShouldContain(address.Groups["port"].Value, $"{variable} of {name} of '{profile}'");
                }
            }
        }

        found.ShouldBeGreaterThan(20);
        foreach (var scraped in Scraped().Matches(ComposeFile.Text("deploy/prometheus/prometheus.yml")).Where(scraped => ports.ContainsKey(scraped.Groups["host"].Value)))
        {
            var host = scraped.Groups["host"].Value;
            scraped.Groups["port"].Value.ShouldBe(host == "rabbitmq" ? "15692" : "8080", host);
        }
    }

    /// <summary>What still runs would be refused by the script when the data is gone, and what is left out would stay at the version before.</summary>
    [ProgramFact("docker-compose")]
    public async Task Is_stopped_and_renewed_as_a_whole_by_the_commands_of_its_documentation()
    {
        var services = (await ComposeFile.Of(""))["services"].Members;
        string[] built = [.. services.Where(service => service.Value["build"].Exists).Select(service => service.Key)];
        var documentation = ComposeFile.Text("docs/operations.md");
        var refusing = new Regex(Refusing().Match(ComposeFile.Text("deploy/backup/restore.sh")).Groups["services"].Value, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        string[] refused = [.. services.Keys.Where(service => refusing.IsMatch(service))];
        refused.ShouldContain("campaignservice");

        string[] stopped = [.. Stopped().Match(documentation).Groups["services"].Value.Split(' ')];
        stopped.ShouldBe(built.Union(refused).Union(["nginx", "storage"]), ignoreOrder: true);

        string[] renewed = [.. Renewed().Match(documentation).Groups["services"].Value.Split(' ')];
        renewed.ShouldBe(built, ignoreOrder: true);
        renewed[^3..].ShouldBe(["gateway", "gateway-2", "console"]);
    }

    /// <summary>Each by one name, or it would count twice.</summary>
    [ProgramFact("docker-compose")]
    public async Task Lets_prometheus_find_each_instance_of_each_service()
    {
        var asked = Scraped().Matches(ComposeFile.Text("deploy/prometheus/prometheus.yml")).Select(scraped => scraped.Groups["host"].Value).ToHashSet();
        foreach (var profile in ComposeFile.Profiles)
        {
            var services = (await ComposeFile.Of(profile))["services"];
            foreach (var (name, service) in services.Members.Where(service => service.Value["build"].Exists))
            {
                service["networks"]["watch"]["aliases"].Texts.Append(name).Where(asked.Contains).ShouldHaveSingleItem($"{name} of '{profile}'");
            }
        }
    }

    /// <summary>Gateways believe those who ask for others, and no one else gets their addresses.</summary>
    [ProgramFact("docker-compose")]
    public async Task Puts_nginx_before_both_gateways()
    {
        var file = await ComposeFile.Of("");
        var services = file["services"];
        var nginx = ComposeFile.Text("deploy/nginx/nginx.conf");
        var console = services["console"]["networks"]["edge"]["ipv4_address"].Text;
        var address = services["nginx"]["networks"]["edge"]["ipv4_address"].Text;
        services["nginx"]["networks"].Members.Keys.ShouldBe(["edge"]);
        foreach (var gateway in new[] { "gateway", "gateway-2" })
        {
            services[gateway]["environment"]["TrustedProxies"].Text.ShouldBe($"{address},{console}");
            nginx.ShouldContain($"server {services[gateway]["networks"]["edge"]["ipv4_address"].Text}:8080 ");
            services[gateway]["ports"].Exists.ShouldBeFalse();
        }

        nginx.ShouldContain($"server {console}:8080 ");
        services["console"]["environment"]["TrustedProxies"].Text.ShouldBe(address);
        services["nginx"]["ports"].Texts.ShouldBe(["127.0.0.1:8443:8443/tcp"]);
        nginx.ShouldContain("listen 8443 ");
        var network = file["networks"]["edge"]["ipam"]["config"].Items.ShouldHaveSingleItem();
        network["subnet"].Text.ShouldBe("172.31.252.0/24");
        network["ip_range"].Text.ShouldBe("172.31.252.128/25");
    }

    [GeneratedRegex(@":v?\d+\.\d+\.\d+(-\w+)?$|:\d+\.\d+(-\w+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exact();

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>\w+)(?<rest>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variables();

    [GeneratedRegex(@"(?<=^|[/@])(?<host>[a-z][a-z0-9-]*):(?<port>\d{4,5})(?![\w@])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Addresses();

    /// <summary>User, password and database of a connection string.</summary>
    [GeneratedRegex("(?<=//)[^@]+(?=@)|(?<=authSource=)[^&]+|(?<=(Username|Password)=)[^;]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Own();

    [GeneratedRegex(@"docker-compose\.small\.yml` \|.*, (?<most>[\d.]+) GB at most for all", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Gigabytes();

    [GeneratedRegex(@"^COPY (?!--from)(?<sources>.+) \S+$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Copied();

    [GeneratedRegex(@"^    docker-compose stop (?<services>[a-z0-9 -]+ storage)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Stopped();

    [GeneratedRegex("^    for service in (?<services>[a-z0-9 -]+); do docker-compose up -d --no-deps", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Renewed();

    [GeneratedRegex(@"grep -E '(?<services>[^']+)' <<<""\$running""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusing();

    [GeneratedRegex(@"names: \[(?<host>\w+)\], type: A, port: (?<port>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scraped();
}
