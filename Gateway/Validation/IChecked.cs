namespace Gateway.Validation;

/// <summary>An argument of a route that knows its own rules of form.</summary>
internal interface IChecked
{
    void Check(Faults faults);
}
