namespace Client.Tests.Package;

public sealed class The_assembly
{
    /// <summary>A client like any other has nothing of this repository.</summary>
    [Fact]
    public void References_packages_alone() => typeof(MessagingClient).Assembly.GetReferencedAssemblies()
        .Select(reference => reference.Name!)
        .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal))
        .ShouldBeEmpty();

    /// <summary>Whoever waits for an answer can stop waiting.</summary>
    [Fact]
    public void Has_no_call_that_cannot_be_cancelled() => typeof(MessagingClient).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.ReturnType.IsAssignableTo(typeof(Task)) && method.DeclaringType!.Assembly == typeof(MessagingClient).Assembly)
        .Where(method => method.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken)))
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
        .ShouldBeEmpty();
}
