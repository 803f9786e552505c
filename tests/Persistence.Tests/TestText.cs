using System.Text.Json;

namespace Persistence.Tests;

internal static class TestText
{
    /// <summary>The whole document as text, to compare by.</summary>
    public static string Of<T>(T document) => JsonSerializer.Serialize(document, DocumentJson.Options);
}
