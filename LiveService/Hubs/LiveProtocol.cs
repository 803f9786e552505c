using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Contracts;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LiveService.Hubs;

/// <summary>
/// One of SignalR's own protocols, in which every error begins with its code, also that of a call that fits no method, and the last
/// argument of joinRoom may be left out.
/// </summary>
internal sealed partial class LiveProtocol(IHubProtocol inner) : IHubProtocol
{
    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var sent = input;
        if (!inner.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage { Target: var target } && nameof(LiveHub.JoinRoom).Equals(target, StringComparison.OrdinalIgnoreCase)
            && inner.TryParseMessage(ref sent, new AllButLast(binder), out var shorter) && shorter is InvocationMessage join)
        {
            message = new InvocationMessage(join.InvocationId, join.Target, [.. join.Arguments, null], join.StreamIds) { Headers = join.Headers };
        }

        message = message switch
        {
            InvocationBindingFailureMessage { BindingFailure.SourceException: var cause } failed =>
                Refuse(failed, failed.Target, cause is HubException ? HubRefusals.NoMethod : HubRefusals.BadCall, cause),
            HubMethodInvocationMessage call when call is StreamInvocationMessage or { StreamIds.Length: > 0 } => Refuse(call, call.Target, HubRefusals.BadCall),
            _ => message,
        };
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(Coded(message), output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(Coded(message));

    /// <summary>SignalR answers with what it is given here, behind words of its own.</summary>
    private static InvocationBindingFailureMessage Refuse(HubInvocationMessage call, string target, Refused refusal, Exception? cause = null) =>
        new(call.InvocationId, target, ExceptionDispatchInfo.Capture(refusal.ToException(cause)));

    private static HubMessage Coded(HubMessage message) => message is CompletionMessage { Error: { } error } failed
        ? CompletionMessage.WithError(failed.InvocationId!, Refusal().Match(error) is { Success: true } own ? own.Groups["refusal"].Value : HubRefusals.Fault.ToText())
        : message;

    /// <summary>The last one: before it the caller's own words may stand.</summary>
    [GeneratedRegex(@"^.*HubException: (?<refusal>[A-Z_]+: .+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Refusal();

    private sealed class AllButLast(IInvocationBinder binder) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [.. binder.GetParameterTypes(methodName).SkipLast(1)];

        public Type GetReturnType(string invocationId) => binder.GetReturnType(invocationId);

        public Type GetStreamItemType(string streamId) => binder.GetStreamItemType(streamId);
    }
}
