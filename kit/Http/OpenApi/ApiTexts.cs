using Microsoft.OpenApi;

namespace Http.OpenApi;

/// <summary>What the description of an API says that no route does.</summary>
/// <param name="Contact">Whom its readers ask.</param>
/// <param name="License">By its SPDX identifier.</param>
/// <param name="Tags">What each tag is about.</param>
/// <param name="Examples">Values for examples, as <see cref="ExampleValues"/> takes them.</param>
/// <param name="Shape">Changes the schemas that the handlers' types give.</param>
public sealed record ApiTexts(
    string Title,
    string Description,
    string Contact,
    string License,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyDictionary<string, string> Examples,
    Action<OpenApiDocument> Shape);
