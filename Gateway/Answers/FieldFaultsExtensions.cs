namespace Gateway.Answers;

internal static class FieldFaultsExtensions
{
    /// <summary>What the rules of the product found, among the faults of the request.</summary>
    public static void Add(this Faults faults, FieldFaults found)
    {
        foreach (var (field, sentence) in found.Found)
        {
            faults.Add(field, sentence);
        }
    }
}
