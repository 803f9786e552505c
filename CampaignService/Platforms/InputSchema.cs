using System.Collections.Frozen;
using System.Text.Json;
using Contracts;
using Json.Schema;

namespace CampaignService.Platforms;

/// <summary>The JSON schema of an input: shown as it is, and what judges the input. Its faults are told by field, in sentences.</summary>
internal sealed class InputSchema
{
    private const int MostFaults = 20;
    private const int LongestField = 100;
    private const string Required = "required";

    private const string NoMatch = "does not match its schema.";

    /// <summary>Those whose sentences are written below, the first of schemas that are false: the sentences of others may quote what was given.</summary>
    private static readonly FrozenSet<string> Told =
        new[] { "", "type", "minLength", "maxLength", "pattern", "format", "enum", "minimum", "maximum", "minItems", "maxItems" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonSchema schema;

    static InputSchema()
    {
        // Each after the name of its field.
        ErrorMessages.Required = "[[missing]]";
        ErrorMessages.FalseSchema = "is not a known field.";
        ErrorMessages.Type = "is [[expected]], not [[received]].";
        ErrorMessages.MinLength = "has at least [[limit]] characters.";
        ErrorMessages.MaxLength = "has at most [[limit]] characters.";
        ErrorMessages.Pattern = "does not match the pattern [[pattern]].";
        ErrorMessages.Format = "is no text of the format [[format]].";
        ErrorMessages.Enum = "is none of the values that it may have.";
        ErrorMessages.Minimum = "is at least [[limit]].";
        ErrorMessages.Maximum = "is at most [[limit]].";
        ErrorMessages.MinItems = "has at least [[limit]] items.";
        ErrorMessages.MaxItems = "has at most [[limit]] items.";
    }

    private InputSchema(JsonElement document)
    {
        Document = document;
        schema = JsonSchema.Build(document);
    }

    public JsonElement Document { get; }

    /// <summary>Of a schema by draft 2020-12 that asks for an object.</summary>
    public static InputSchema Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new InputSchema(document.RootElement.Clone());
    }

    /// <param name="field">Under which it was given: the name of each faulty field begins with it.</param>
    /// <returns>Whether the schema lets it pass.</returns>
    public bool Check(JsonElement value, string field, FieldFaults faults)
    {
        var result = schema.Evaluate(value, Options);
        if (result.IsValid)
        {
            return true;
        }

        var found = Flat(result).SelectMany(part => FaultsOf(part, field)).Distinct().Take(MostFaults).ToList();
        foreach (var (name, sentence) in found.Count > 0 ? found : [(field, NoMatch)])
        {
            faults.Add(name, sentence);
        }

        return false;
    }

    private static IEnumerable<EvaluationResults> Flat(EvaluationResults result) => (result.Details ?? []).SelectMany(Flat).Prepend(result);

    private static IEnumerable<(string Field, string Sentence)> FaultsOf(EvaluationResults part, string field)
    {
        var name = field + part.InstanceLocation.ToString().Replace('/', '.');
        foreach (var (keyword, message) in part.Errors ?? new Dictionary<string, string>())
        {
            if (keyword == Required)
            {
                foreach (var missing in JsonSerializer.Deserialize<string[]>(message)!)
                {
                    yield return (Short($"{name}.{missing}"), "is required.");
                }
            }
            else
            {
                yield return (Short(name), Told.Contains(keyword) ? message : NoMatch);
            }
        }
    }

    /// <summary>Names that the caller made up may be of any length.</summary>
    private static string Short(string name) => name.Length <= LongestField
        ? name
        : $"{name[..(char.IsHighSurrogate(name[LongestField - 1]) ? LongestField - 1 : LongestField)]}…";
}
