using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Documents;
using Messages;

namespace Contracts.Tests;

/// <summary>
/// With UPDATE_APPROVED=1 in the environment a form that is missing is written; none that is there is ever changed, and none
/// goes while an installation may hold it.
/// </summary>
public sealed class What_was_sent_or_stored
{
    private const string Sent = "messages";
    private const string Stored = "documents";

    internal static readonly IReadOnlyList<Schema> Schemas =
    [
        .. new[] { "AuthService", "CampaignService", "EventService", "Gateway", "LiveService", "RewardWorker" }
            .SelectMany(service => Assembly.Load(service).GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(field => field.FieldType.IsAssignableTo(typeof(Schema)))
            .Select(field => (Schema)field.GetValue(null)!),
    ];

    public static TheoryData<string> SentNames => [.. SampleFile.NamesIn(Sent)];

    public static TheoryData<string> Collections => [.. SampleFile.NamesIn(Stored)];

    [Theory]
    [MemberData(nameof(SentNames))]
    public void Is_a_message_that_is_read_with_each_field_and_can_wait_in_an_outbox(string name)
    {
        var message = Find(name).ShouldNotBeNull("A contract that is renamed keeps its former name: [FormerlyKnownAs].");

        foreach (var form in new SampleFile(Sent, name).Forms)
        {
            var read = form.Deserialize(Kind(message), The_wire_format.Json);
            var kept = JsonSerializer.SerializeToNode(read, message, DocumentJson.Options).Deserialize(message, DocumentJson.Options);

            read.ShouldBeOfType(message);
            Lost(form, JsonSerializer.SerializeToNode(read, message, The_wire_format.Json)).ShouldBeEmpty();
            Lost(form, JsonSerializer.SerializeToNode(kept, message, The_wire_format.Json)).ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Collections))]
    public void Is_a_document_that_is_loaded_with_each_field(string collection)
    {
        var document = Schemas.Single(schema => schema.Collection == collection).DocumentType;

        foreach (var form in new SampleFile(Stored, collection).Forms)
        {
            var loaded = form.Deserialize(document, DocumentJson.Options);

            typeof(Document).GetProperty("Unknown", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(loaded).ShouldBeNull("Each field is one that this version knows.");
            Lost(form, JsonSerializer.SerializeToNode(loaded, document, DocumentJson.Options)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Includes_what_this_version_sends() =>
        Missing(Sent, Message.Records.Select(type => (FileOf(type), type)), The_wire_format.Json).ShouldBeEmpty("Run this test with UPDATE_APPROVED=1 and look at the difference.");

    [Fact]
    public void Includes_what_this_version_stores() =>
        Missing(Stored, Schemas.Select(schema => (schema.Collection, schema.DocumentType)), DocumentJson.Options)
            .ShouldBeEmpty("Run this test with UPDATE_APPROVED=1 and look at the difference.");

    [Fact]
    public void Is_of_a_collection_if_it_is_a_document() =>
        Schemas.Select(schema => schema.DocumentType).ShouldBe(
            Schemas.Select(schema => schema.DocumentType.Assembly).Distinct().SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.IsAssignableTo(typeof(Document)) && !type.IsAbstract),
            ignoreOrder: true);

    /// <summary>Those of whose present fields no form has all.</summary>
    private static List<string> Missing(string folder, IEnumerable<(string Name, Type Type)> types, JsonSerializerOptions options)
    {
        var missing = new List<string>();
        foreach (var (name, type) in types)
        {
            var present = FullSample.Of(type, options);
            var file = new SampleFile(folder, name);
            if (file.Forms.Any(form => Fields(present).All(Fields(form).Contains)))
            {
                continue;
            }

            if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
            {
                file.Add(present);
            }
            else
            {
                missing.Add(name);
            }
        }

        return missing;
    }

    /// <summary>The namespaces in Contracts are folders here, too.</summary>
    private static string FileOf(Type message) => message.FullName!["Contracts.".Length..].Replace('.', '/');

    private static Type? Find(string file) =>
        MessageNames.Find(string.Join('.', file.Split('/')[..^1].Prepend("Contracts")) + ":" + file.Split('/')[^1]);

    /// <summary>One kind of several is read as whatever kind it says that it is.</summary>
    private static Type Kind(Type message) => Message.All.FirstOrDefault(kinds => kinds == message.BaseType && kinds.IsAbstract) ?? message;

    private static HashSet<string> Fields(JsonNode? node, string path = "") => node switch
    {
        JsonObject fields => [.. fields.Where(field => field.Value is not null).SelectMany(field => Fields(field.Value, $"{path}.{field.Key}"))],
        JsonArray items => [.. items.SelectMany(item => Fields(item, $"{path}[]"))],
        _ => [path],
    };

    /// <summary>What is in a form and not, or differently, in what was read of it.</summary>
    internal static IEnumerable<string> Lost(JsonNode? form, JsonNode? read, string path = "") => (form, read) switch
    {
        (null, _) => [],
        (JsonObject fields, JsonObject present) => fields.SelectMany(field => Lost(field.Value, present[field.Key], $"{path}.{field.Key}")),
        (JsonArray items, JsonArray present) when items.Count == present.Count => items.SelectMany((item, i) => Lost(item, present[i], $"{path}[{i}]")),
        _ => JsonNode.DeepEquals(form, read) ? [] : [$"{path}: {form.ToJsonString()} is read as {read?.ToJsonString() ?? "nothing"}"],
    };
}
