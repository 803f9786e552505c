using k8s;
using k8s.Models;
using Testing.Processes;

namespace Deploy.Tests.Kubernetes;

/// <summary>What kustomize makes of deploy/kubernetes, once as text and once by the published schemas.</summary>
internal static class Manifests
{
    private static readonly Lazy<Task<string>> Built = new(() => Programs.Run("kubectl", "kustomize", Folder));

    public static string Folder => Path.Combine(Repository.Root, "deploy/kubernetes");

    public static Task<string> Text => Built.Value;

    /// <summary>Typed as the API server's schemas say; a member that none of them has is refused.</summary>
    public static async Task<IReadOnlyList<object>> All() => KubernetesYaml.LoadAllFromString(await Text, strict: true);

    public static async Task<IReadOnlyList<T>> Of<T>() => [.. (await All()).OfType<T>()];

    /// <summary>The pods of each service, by its name.</summary>
    public static async Task<IReadOnlyDictionary<string, V1PodTemplateSpec>> Pods()
    {
        var all = await All();
        return all.OfType<V1Deployment>().Select(one => (one.Metadata.Name, one.Spec.Template))
            .Concat(all.OfType<V1StatefulSet>().Select(one => (one.Metadata.Name, one.Spec.Template)))
            .ToDictionary(one => one.Name, one => one.Template);
    }
}
