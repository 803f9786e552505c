using Microsoft.JSInterop;

namespace OperatorsConsole.Tests.Shell;

/// <summary>A browser whose tab is looked at.</summary>
internal sealed class LookedAt : IJSRuntime
{
    public ValueTask<T> GetValueAsync<T>(string identifier, CancellationToken cancellationToken) => ValueTask.FromResult((T)(object)"visible");

    public ValueTask<T> InvokeAsync<T>(string identifier, object?[]? args) => throw new NotSupportedException(identifier);

    public ValueTask<T> InvokeAsync<T>(string identifier, CancellationToken cancellationToken, object?[]? args) => throw new NotSupportedException(identifier);
}
