using System.Text.RegularExpressions;
using Deploy.Tests.Compose;
using k8s.Models;

namespace Deploy.Tests.Kubernetes;

/// <summary>As its files say: no cluster runs here.</summary>
public sealed partial class The_platform_on_kubernetes
{
    /// <summary>What only a container of docker-compose is told, or by another name.</summary>
    private static readonly string[] ElsewhereOnly = ["Backup__Marker"];

    [ProgramFact("kubectl")]
    public async Task Is_of_the_published_schemas()
    {
        var all = await Manifests.All();

        all.Count.ShouldBe(Kind().Count(await Manifests.Text));
        all.Count.ShouldBeGreaterThan(25);
    }

    [ProgramFact("kubectl")]
    public async Task Has_each_service_that_compose_has()
    {
        var services = await Hosts();
        (await Manifests.Pods()).Keys.ShouldBe(services.Keys, ignoreOrder: true);
        foreach (var (name, pod) in await Manifests.Pods())
        {
            pod.Spec.Containers.ShouldHaveSingleItem().Image.ShouldStartWith($"messaging-{name}:");
        }
    }

    /// <summary>Built with them, each starts, reads each, and has what it has in compose.</summary>
    [ProgramFact("kubectl")]
    public async Task Tells_its_services_all_that_they_need_and_nothing_that_they_do_not_read()
    {
        var shared = (await Manifests.Of<V1ConfigMap>()).ShouldHaveSingleItem().Data;
        foreach (var (name, (host, compose)) in await Hosts())
        {
            var container = (await Manifests.Pods())[name].Spec.Containers[0];
            var variables = container.Env.ToDictionary(variable => variable.Name, variable => variable.Value ?? Secret(name, variable, compose));
            foreach (var (key, value) in shared)
            {
                variables.Add(key, value);
            }

            variables.Keys.Except(await HostSettings.ReadBy(host, variables)).Except(shared.Keys).ShouldBeEmpty(name);
            compose.Keys.Except(variables.Keys).Except(ElsewhereOnly).ShouldBeEmpty(name);
        }

        static string Secret(string name, V1EnvVar variable, IReadOnlyDictionary<string, string> compose)
        {
            variable.ValueFrom.SecretKeyRef.Name.ShouldBe(name);
            variable.ValueFrom.SecretKeyRef.Key.ShouldBe(variable.Name);
            return variable.Name == "Mail__Smtp" ? "smtp://mail.example.com:587" : compose[variable.Name];
        }
    }

    [ProgramFact("kubectl")]
    public async Task Keeps_every_secret_outside_and_says_which_there_are()
    {
        (await Manifests.Of<V1Secret>()).ShouldBeEmpty();
        var rows = ComposeFile.Text("docs/kubernetes.md");
        foreach (var (name, pod) in await Manifests.Pods())
        {
            var keys = pod.Spec.Containers[0].Env.Where(variable => variable.ValueFrom is not null).Select(variable => $"`{variable.Name}`");
            rows.ShouldContain($"| `{name}` | {string.Join(", ", keys)} |\n");
            pod.Spec.Containers[0].Env.Where(variable => variable.ValueFrom is null)
                .ShouldAllBe(variable => !SecretName().IsMatch(variable.Name), name);
        }
    }

    [ProgramFact("kubectl")]
    public async Task Asks_each_pod_for_its_health_where_it_answers()
    {
        foreach (var (name, pod) in await Manifests.Pods())
        {
            var container = pod.Spec.Containers[0];
            container.Ports.ShouldHaveSingleItem().ContainerPort.ShouldBe(8080, name);
            container.StartupProbe.HttpGet.Path.ShouldBe("/health/live");
            container.LivenessProbe.HttpGet.Path.ShouldBe("/health/live");
            container.ReadinessProbe.HttpGet.Path.ShouldBe("/health/ready");
            new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.ShouldAllBe(probe => probe.HttpGet.Port == container.Ports[0].Name);
            container.Lifecycle.PreStop.Exec.Command.ShouldBe(["sleep", "5"]);
            pod.Spec.TerminationGracePeriodSeconds.ShouldBe(40);
        }

        ComposeFile.Text("Dockerfile").ShouldContain("ASPNETCORE_HTTP_PORTS=8080");
        (await Manifests.Of<V1Service>()).ShouldAllBe(service => service.Spec.Ports.Single().Port == 8080 && service.Spec.Ports.Single().TargetPort == "http");
    }

    [ProgramFact("kubectl")]
    public async Task Gives_no_pod_more_than_it_needs()
    {
        foreach (var (name, pod) in await Manifests.Pods())
        {
            pod.Spec.AutomountServiceAccountToken.ShouldBe(false, name);
            pod.Spec.SecurityContext.RunAsNonRoot.ShouldBe(true, name);
            pod.Spec.SecurityContext.SeccompProfile.Type.ShouldBe("RuntimeDefault", name);
            var container = pod.Spec.Containers[0];
            container.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true, name);
            container.SecurityContext.AllowPrivilegeEscalation.ShouldBe(false, name);
            container.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"], name);
            container.Resources.Limits.Keys.ShouldContain("memory", name);
        }

        (await Manifests.Of<V1Namespace>()).ShouldHaveSingleItem().Metadata.Labels["pod-security.kubernetes.io/enforce"].ShouldBe("restricted");
    }

    [ProgramFact("kubectl")]
    public async Task Stays_while_nodes_go_and_grows_with_what_waits()
    {
        var pods = await Manifests.Pods();
        foreach (var budget in await Manifests.Of<V1PodDisruptionBudget>())
        {
            ((string)budget.Spec.MaxUnavailable).ShouldBe("1");
            pods[budget.Metadata.Name].Metadata.Labels["app"].ShouldBe(budget.Spec.Selector.MatchLabels["app"]);
        }

        (await Manifests.Of<V1PodDisruptionBudget>()).Select(budget => budget.Metadata.Name).ShouldBe(pods.Keys, ignoreOrder: true);
        var scaled = await Manifests.Of<V2HorizontalPodAutoscaler>();
        scaled.Select(one => one.Spec.ScaleTargetRef.Name).ShouldBe((await Manifests.Of<V1Deployment>()).Select(one => one.Metadata.Name), ignoreOrder: true);
        scaled.ShouldAllBe(one => one.Spec.MinReplicas == 2);
        (await Manifests.Of<V1StatefulSet>()).ShouldAllBe(one => one.Spec.Replicas == 2);

        var queues = scaled.SelectMany(one => one.Spec.Metrics).Where(metric => metric.External is not null)
            .Select(metric => (metric.External.Metric.Name, Queue: metric.External.Metric.Selector.MatchLabels["queue"])).ToList();
        queues.ShouldBe([("queue_messages", "event.work.record-outcome"), ("queue_messages", "reward.work.fulfilment")], ignoreOrder: true);
        var adapter = Yaml.Parse(ComposeFile.Text("deploy/kubernetes/prometheus-adapter.yaml"))["rules"]["external"].Items.ShouldHaveSingleItem();
        adapter["name"]["as"].Text.ShouldBe("queue_messages");
        ComposeFile.Text("deploy/prometheus/alerts.yml").ShouldContain("rabbitmq_detailed_queue_messages");
        adapter["metricsQuery"].Text.ShouldBe("sum by (queue) (rabbitmq_detailed_queue_messages{<<.LabelMatchers>>})");
        foreach (var (_, queue) in queues)
        {
            ComposeFile.Text("docs/operations.md").ShouldContain($"`{queue}`");
        }
    }

    /// <summary>Each Gateway knows each instance of LiveService, and is the only one that may reach it.</summary>
    [ProgramFact("kubectl")]
    public async Task Lets_nobody_speak_with_anybody_but_for_a_reason()
    {
        var policies = (await Manifests.Of<V1NetworkPolicy>()).ToDictionary(policy => policy.Metadata.Name);
        var nobody = policies["nobody"].Spec;
        nobody.PolicyTypes.ShouldBe(["Ingress", "Egress"]);
        (nobody.Ingress ?? []).ShouldBeEmpty();
        (nobody.Egress ?? []).ShouldBeEmpty();

        var pods = await Manifests.Pods();
        foreach (var (name, key) in new[] { ("to-documents", "ConnectionStrings__Storage"), ("to-redis", "ConnectionStrings__Redis") })
        {
            policies[name].Spec.PodSelector.MatchExpressions.ShouldHaveSingleItem().Values
                .ShouldBe(pods.Where(pod => pod.Value.Spec.Containers[0].Env.Any(variable => variable.Name == key)).Select(pod => pod.Key), ignoreOrder: true);
        }

        policies["to-hub"].Spec.Ingress.ShouldHaveSingleItem().FromProperty.ShouldHaveSingleItem().PodSelector.MatchLabels["app"].ShouldBe("gateway");
        var hubs = pods["gateway"].Spec.Containers[0].Env.Where(variable => variable.Name.StartsWith("Services__Live__", StringComparison.Ordinal)).Select(variable => variable.Value);
        hubs.ShouldBe(["http://liveservice-0.liveservice:8080", "http://liveservice-1.liveservice:8080"]);
        policies.Values.SelectMany(policy => policy.Spec.Ingress ?? []).ShouldAllBe(rule => rule.Ports.All(port => port.Port == "8080"));
    }

    /// <summary>By their names in Kubernetes: the project, and what it is told in docker-compose.</summary>
    private static async Task<IReadOnlyDictionary<string, (string Host, IReadOnlyDictionary<string, string> Variables)>> Hosts() =>
        (await ComposeFile.Of(""))["services"].Members.Where(service => service.Value["build"].Exists && service.Key != "gateway-2").ToDictionary(
            service => service.Key,
            service => (service.Value["build"]["args"]["SERVICE"].Text!,
                (IReadOnlyDictionary<string, string>)service.Value["environment"].Members.ToDictionary(variable => variable.Key, variable => variable.Value.Text ?? "")));

    [GeneratedRegex("^kind: ", RegexOptions.Multiline, 1000)]
    private static partial Regex Kind();

    [GeneratedRegex("Secret|Password|ConnectionStrings|EncryptionKey", RegexOptions.None, 1000)]
    private static partial Regex SecretName();
}
