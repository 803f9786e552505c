using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Contracts.Events;

namespace Platform.Drill;

/// <summary>An operator's event as he would send it to <c>POST /events</c>, with its rewards in the field <c>rewards</c>.</summary>
internal sealed record DrilledEvent(JsonObject Terms, IReadOnlyList<JsonObject> Rewards)
{
    /// <summary>Long enough for every streak.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromDays(366);

    public string Name => Terms["name"]?.ToString() ?? "";

    public bool IsManual => Terms["approval"]?.ToString() == "MANUAL";

    /// <summary>Null where there is none. A faulty one is refused by <c>POST /events</c>, which tells all that is wrong with it.</summary>
    public Condition? Condition => Terms["condition"] is { } condition ? Condition.Read(JsonSerializer.SerializeToElement(condition), new FieldFaults()) : null;

    public long? RequestLimit => (long?)Terms["requestLimit"];

    public long? PointBudget => (long?)Terms["pointBudget"];

    /// <summary>The codes that everybody gets.</summary>
    public IReadOnlySet<string> SharedCodes => Rewards.Select(reward => reward["couponCode"]?.ToString()).OfType<string>().ToHashSet();

    /// <summary>Null, and what is wrong, when the text is no such event.</summary>
    public static DrilledEvent? Parse(string text, out string fault)
    {
        fault = "";
        try
        {
            if (JsonNode.Parse(text) is JsonObject terms && terms["rewards"] is JsonArray { Count: > 0 } rewards && rewards.All(reward => reward is JsonObject))
            {
                terms.Remove("rewards");
                return new DrilledEvent(terms, [.. rewards.Select(reward => reward!.AsObject())]);
            }

            fault = "it is no event: an object as for POST /events, with its rewards in the array \"rewards\"";
        }
        catch (JsonException e)
        {
            fault = e.Message;
        }

        return null;
    }

    /// <summary>Held now: its status and period are the drill's, and what it delivers goes to the drill's own receiver.</summary>
    public DrilledEvent HeldAt(DateTimeOffset now, string receiver)
    {
        var terms = Terms.DeepClone().AsObject();
        terms["status"] = "ACTIVE";
        terms["periodStart"] = (now - Before).ToString("O");
        terms.Remove("periodEnd");
        var rewards = Rewards.Select(reward => reward.DeepClone().AsObject()).ToList();
        foreach (var delivery in rewards.Select(reward => reward["delivery"]).OfType<JsonObject>())
        {
            delivery["url"] = receiver;
        }

        return new DrilledEvent(terms, rewards);
    }
}
