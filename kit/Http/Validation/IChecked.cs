namespace Http.Validation;

/// <summary>An argument of a route that knows its own rules of form.</summary>
public interface IChecked
{
    void Check(Faults faults);
}
