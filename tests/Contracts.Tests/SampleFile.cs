using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Testing.Processes;

namespace Contracts.Tests;

/// <summary>
/// The forms in which something was sent or stored since 0.2.0, the oldest first. A form stays as it is; another one is added
/// when a type has got a field.
/// </summary>
internal sealed class SampleFile(string folder, string name)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string path = Path.Combine(FolderOf(folder), $"{name}.json");

    public IReadOnlyList<JsonNode> Forms => File.Exists(path) ? [.. JsonNode.Parse(File.ReadAllText(path))!.AsArray().OfType<JsonNode>()] : [];

    /// <summary>Of every file in a folder and the folders in it: its path from there, without its ending.</summary>
    public static IEnumerable<string> NamesIn(string folder) =>
        Directory.Exists(FolderOf(folder))
            ? Directory.GetFiles(FolderOf(folder), "*.json", SearchOption.AllDirectories)
                .Select(file => Path.ChangeExtension(Path.GetRelativePath(FolderOf(folder), file), null).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
            : [];

    public void Add(JsonNode form)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, new JsonArray([.. Forms.Append(form).Select(known => known.DeepClone())]).ToJsonString(Indented) + "\n");
    }

    private static string FolderOf(string folder) => Path.Combine(Repository.Root, "tests", "Contracts.Tests", "Samples", folder);
}
