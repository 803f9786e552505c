using System.Text.Json.Serialization;
using MassTransit;

namespace Documents.Sagas;

/// <summary>
/// A saga instance that is a document: its state and the messages that it raises are one write. Activities raise on
/// the instance; what they would publish through their context could be lost or sent without the state.
/// </summary>
public abstract class SagaDocument : Document, SagaStateMachineInstance
{
    /// <summary>The text of <see cref="CorrelationId"/>.</summary>
    [JsonPropertyOrder(-1)]
    public override string Id
    {
        get => CorrelationId.ToString();
        init => CorrelationId = Guid.Parse(value);
    }

    [JsonIgnore]
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";
}
