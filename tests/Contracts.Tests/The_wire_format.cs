using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Contracts.Rewards;
using MassTransit;
using MassTransit.Serialization;
using Messages;

namespace Contracts.Tests;

public sealed class The_wire_format
{
    private static readonly string ApprovedPath = Path.Combine(Root(), "tests", "Contracts.Tests", "Messages.approved.txt");

    internal static readonly JsonSerializerOptions Json = new(SystemTextJsonMessageSerializer.Options)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static TheoryData<Type> Records => [.. Message.Records];

    [Fact]
    public void What_waits_in_an_outbox_is_named_as_on_the_wire() =>
        Message.Records.ShouldAllBe(record => MessageUrn.ForTypeString(record) == $"urn:message:{MessageNames.Of(record)}");

    [Fact]
    public void A_former_name_is_nobody_elses()
    {
        var former = Message.Records.SelectMany(MessageNames.FormerOf).ToList();

        former.ShouldBeUnique();
        former.Intersect(Message.Records.Select(MessageNames.Of)).ShouldBeEmpty();
    }

    /// <summary>With UPDATE_APPROVED=1 in the environment the file is written instead, if every old message can still be read.</summary>
    [Fact]
    public void Messages_are_as_approved()
    {
        var text = string.Concat(Message.All.SelectMany(Message.Describe).Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            if (File.Exists(ApprovedPath))
            {
                Breaks().ShouldBeEmpty();
            }

            File.WriteAllText(ApprovedPath, text);
        }

        File.ReadAllText(ApprovedPath).ShouldBe(text, "Run this test with UPDATE_APPROVED=1 and look at the difference.");
    }

    [Fact]
    public void Messages_grow_only_at_their_end_and_by_what_may_be_missing() => Breaks().ShouldBeEmpty();

    [Fact]
    public void Messages_are_in_a_namespace_of_Contracts() =>
        Message.All.ShouldAllBe(type => type.Namespace == "Contracts" || type.Namespace!.StartsWith("Contracts.", StringComparison.Ordinal));

    /// <summary>What shows a value's fields among its own extends them.</summary>
    [Fact]
    public void Messages_are_sealed_records_with_one_constructor() =>
        Message.Records.ShouldAllBe(type => (type.IsSealed || type == typeof(RewardFields)) && type.GetMethod("<Clone>$") != null && type.GetConstructors().Length == 1);

    [Theory]
    [MemberData(nameof(Records))]
    public void An_old_message_without_what_may_be_missing_is_read(Type type)
    {
        var old = (JsonObject)Sample.Of(type);

        var read = old.Deserialize(type, Json);

        foreach (var field in Message.FieldsOf(type))
        {
            var value = type.GetProperty(field.Name!)!.GetValue(read);
            if (Message.MayBeMissing(field))
            {
                value.ShouldBe(field.HasDefaultValue ? field.DefaultValue : null, field.Name);
            }
            else
            {
                What_was_sent_or_stored.Lost(old[Json.PropertyNamingPolicy!.ConvertName(field.Name!)], JsonSerializer.SerializeToNode(value, field.ParameterType, Json))
                    .ShouldBeEmpty(field.Name);
            }
        }
    }

    [Fact]
    public void A_message_with_fields_of_a_newer_version_is_read()
    {
        var read = JsonSerializer.Deserialize<Refused>("""{"code": "OUT_OF_STOCK", "detail": "Nothing is left.", "since": "tomorrow"}""", Json);

        read.ShouldBe(new Refused("OUT_OF_STOCK", "Nothing is left."));
    }

    /// <summary>Each way in which the approved messages could not be read any more.</summary>
    private static List<string> Breaks()
    {
        var breaks = new List<string>();
        var now = Message.All.ToDictionary(type => Message.Describe(type)[0], Message.Describe);
        var type = "";
        var index = 0;
        foreach (var line in File.ReadAllLines(ApprovedPath))
        {
            (type, index) = line.StartsWith(' ') ? (type, index + 1) : (line, 0);
            if (index == 0 && !now.ContainsKey(type))
            {
                breaks.Add($"{type} is gone");
            }
            else if (now.TryGetValue(type, out var lines) && lines.ElementAtOrDefault(index) != line)
            {
                breaks.Add($"{type}: '{line.Trim()}' is now '{lines.ElementAtOrDefault(index)?.Trim()}'");
            }
        }

        var approved = File.ReadAllLines(ApprovedPath);
        foreach (var lines in now.Values.Where(l => !l[0].EndsWith(": enum", StringComparison.Ordinal) && approved.Contains(l[0])))
        {
            var known = approved.SkipWhile(line => line != lines[0]).Skip(1).TakeWhile(line => line.StartsWith(' ')).Count();
            breaks.AddRange(lines.Skip(known + 1).Where(line => !line.EndsWith('?')).Select(line => $"{lines[0]}: the new '{line.Trim()}' must be nullable or have a default"));
        }

        return breaks;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Messaging.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
