using YamlDotNet.RepresentationModel;

namespace Deploy.Tests;

/// <summary>A place in a YAML file, which may be empty.</summary>
internal readonly record struct Yaml(YamlNode? Node)
{
    public Yaml this[string key] => new(Node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null);

    public bool Exists => Node is not null;

    public string? Text => (Node as YamlScalarNode)?.Value;

    public IReadOnlyList<Yaml> Items => Node is YamlSequenceNode list ? [.. list.Children.Select(item => new Yaml(item))] : [];

    public IReadOnlyDictionary<string, Yaml> Members => Node is YamlMappingNode map
        ? map.Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => new Yaml(pair.Value))
        : new Dictionary<string, Yaml>();

    public IReadOnlyList<string> Texts => [.. Items.Select(item => item.Text ?? "")];

    public static Yaml Parse(string text) => All(text).Single();

    /// <summary>Every document of a file.</summary>
    public static IReadOnlyList<Yaml> All(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return [.. stream.Documents.Select(document => new Yaml(document.RootNode))];
    }
}
