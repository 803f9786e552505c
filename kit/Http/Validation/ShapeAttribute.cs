namespace Http.Validation;

/// <summary>What the text of a member or query parameter stands for, for the API description: it is taken as text so that faults are told together.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShapeAttribute(string type = "string") : Attribute
{
    public string Type => type;

    public string? Format { get; init; }

    /// <summary>The enum whose words it takes.</summary>
    public Type? Words { get; init; }
}

/// <summary>Members, of a base, that this body requires: for the API description.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresAttribute(params string[] fields) : Attribute
{
    public string[] Fields => fields;
}
