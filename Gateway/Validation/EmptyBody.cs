namespace Gateway.Validation;

/// <summary>Of a route that needs to be told nothing: there is no body, or an empty object.</summary>
internal sealed record EmptyBody : RequestBody
{
    protected override void Rules(Faults faults)
    {
    }
}
