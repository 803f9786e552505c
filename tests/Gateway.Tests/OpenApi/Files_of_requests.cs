using System.Text.RegularExpressions;
using Gateway.Tests.Security;
using Testing.Processes;

namespace Gateway.Tests.OpenApi;

public sealed partial class Files_of_requests
{
    private static readonly (string Method, string Path)[] Sent =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "requests"), "*.http")
            .SelectMany(file => Request().Matches(File.ReadAllText(file)))
            .Select(request => (request.Groups["method"].Value, request.Groups["path"].Value)),
    ];

    [Fact]
    public void Hold_every_route() =>
        RoleTable.All.Where(row => !Sent.Any(request => request.Method == row.Method && IsOf(row.Pattern, request.Path))).Select(row => row.Route).ShouldBeEmpty();

    /// <summary>An id is one, or a variable: /events/requests is no event.</summary>
    private static bool IsOf(string pattern, string path)
    {
        var form = Id().Replace(pattern, @"(?:\{\{[^/]+\}\}|[0-9a-f-]{36})");
        return Regex.IsMatch(path, $"^{Name().Replace(form, "[^/]+")}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    /// <summary>Its path is what follows the server and the version.</summary>
    [GeneratedRegex(@"^(?<method>[A-Z]+) (\{\{api\}\}|http://[^/\s]+)(?<path>/[^?\s]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Request();

    [GeneratedRegex(@"\{\w+:guid\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"\{[a-zA-Z]+\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
