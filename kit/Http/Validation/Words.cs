using System.Text.Json;

namespace Http.Validation;

/// <summary>Enums as the API writes them: upper case.</summary>
public static class Words
{
    public static IReadOnlyCollection<string> All<T>() where T : struct, Enum => Of<T>.ByWord.Keys;

    public static IEnumerable<string> All(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName);

    public static T? Parse<T>(string? word) where T : struct, Enum =>
        word is not null && Of<T>.ByWord.TryGetValue(word, out var value) ? value : null;

    public static string Write<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    private static class Of<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByWord = Enum.GetValues<T>().ToDictionary(Write);
    }
}
