using System.Buffers;
using System.Text;
using Contracts;
using LiveService.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LiveService.Tests.Hubs;

/// <summary>Beside SignalR's own that it stands for.</summary>
public sealed class The_live_protocol
{
    /// <summary>Nothing of which is an error that is told, nor a call that must be refused.</summary>
    private static readonly HubMessage[] Others =
    [
        PingMessage.Instance,
        new CloseMessage("HubException: NOT_FOUND: Gone.", allowReconnect: true),
        new CancelInvocationMessage("1"),
        new StreamItemMessage("1", "HubException: NOT_FOUND: An item."),
        new InvocationMessage("1", "leaveRoom", ["HubException: NOT_FOUND: An argument."]),
        new InvocationMessage("leaveRoom", ["without an answer"]),
        new InvocationMessage("1", "joinRoom", ["room", "token", null]),
        CompletionMessage.Empty("1"),
        CompletionMessage.WithResult("1", "HubException: NOT_FOUND: A result."),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Has_the_name_of_the_other(bool messagePack)
    {
        var (plain, live) = Protocols(messagePack);

        (live.Name, live.Version, live.TransferFormat).ShouldBe((plain.Name, plain.Version, plain.TransferFormat));
        live.IsVersionSupported(plain.Version).ShouldBeTrue();
        live.IsVersionSupported(plain.Version + 1).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_and_reads_all_else_as_the_other_does(bool messagePack)
    {
        var (plain, live) = Protocols(messagePack);

        foreach (var message in Others)
        {
            var written = Written(plain, message);

            Written(live, message).ShouldBe(written);
            live.GetMessageBytes(message).ToArray().ShouldBe(written);
            Written(plain, Read(live, written).ShouldHaveSingleItem()).ShouldBe(written);
        }
    }

    [Theory]
    [InlineData("An unexpected error occurred invoking 'joinRoom' on the server. HubException: NOT_FOUND: There is no such room.", "NOT_FOUND: There is no such room.")]
    [InlineData("Failed to invoke 'HubException: FORBIDDEN: No.' due to an error on the server. HubException: NOT_FOUND: No such method.", "NOT_FOUND: No such method.")]
    [InlineData("An unexpected error occurred invoking 'joinRoom' on the server. HubException: Without a code.", "INTERNAL_ERROR: This failed, through no fault of yours.")]
    [InlineData("An unexpected error occurred invoking 'joinRoom' on the server.", "INTERNAL_ERROR: This failed, through no fault of yours.")]
    [InlineData("Failed to invoke 'joinRoom' because user is unauthorized", "INTERNAL_ERROR: This failed, through no fault of yours.")]
    public void Writes_an_error_from_its_code_on(string said, string written)
    {
        foreach (var (plain, live) in new[] { Protocols(messagePack: false), Protocols(messagePack: true) })
        {
            var error = CompletionMessage.WithError("1", said);

            foreach (var bytes in new[] { Written(live, error), live.GetMessageBytes(error).ToArray() })
            {
                var read = Read(plain, bytes).ShouldHaveSingleItem().ShouldBeOfType<CompletionMessage>();
                (read.InvocationId, read.Error, read.HasResult).ShouldBe(("1", written, false));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_the_error_that_a_client_tells_as_it_is(bool messagePack)
    {
        var (plain, live) = Protocols(messagePack);

        var read = Read(live, Written(plain, CompletionMessage.WithError("1", "It failed."))).ShouldHaveSingleItem();

        read.ShouldBeOfType<CompletionMessage>().Error.ShouldBe("It failed.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_null_for_what_was_left_out_and_no_further_than_that_message(bool messagePack)
    {
        var (plain, live) = Protocols(messagePack);
        var call = new InvocationMessage("1", "joinRoom", ["room", "token"]) { Headers = new Dictionary<string, string> { ["a"] = "b" } };

        var read = Read(live, [.. Written(plain, call), .. Written(plain, PingMessage.Instance)]);

        read.Count.ShouldBe(2);
        var join = read[0].ShouldBeOfType<InvocationMessage>();
        (join.InvocationId, join.Target, join.StreamIds?.Length ?? 0).ShouldBe(("1", "joinRoom", 0));
        join.Arguments.AsEnumerable().ShouldBe(["room", "token", null]);
        join.Headers!["a"].ShouldBe("b");
        read[1].ShouldBeOfType<PingMessage>();
    }

    /// <summary>As JSON may be in any order.</summary>
    [Fact]
    public void Reads_arguments_before_the_method_whose_they_are()
    {
        var (_, live) = Protocols(messagePack: false);
        var call = Encoding.UTF8.GetBytes("""{"arguments":["room","token"],"target":"JOINROOM","invocationId":"1","type":1}""" + "\u001e");

        Read(live, call).ShouldHaveSingleItem().ShouldBeOfType<InvocationMessage>().Arguments.AsEnumerable().ShouldBe(["room", "token", null]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Waits_for_the_rest_of_a_message(bool messagePack)
    {
        var (plain, live) = Protocols(messagePack);
        var begun = Written(plain, new InvocationMessage("1", "joinRoom", ["room", "token"]))[..^1];
        var input = new ReadOnlySequence<byte>(begun);

        live.TryParseMessage(ref input, new LiveMethods(), out _).ShouldBeFalse();

        input.Length.ShouldBe(begun.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_what_fits_no_method_as_a_refusal_with_a_code(bool messagePack)
    {
        var (plain, live) = Protocols(messagePack);
        (HubMessage Call, string Code)[] calls =
        [
            (new InvocationMessage("1", "shutDown", []), Codes.NotFound),
            (new StreamInvocationMessage("1", "shutDown", []), Codes.NotFound),
            (new InvocationMessage("1", "joinRoom", ["room"]), Codes.ValidationFailed),
            (new InvocationMessage("1", "joinRoom", ["room", 7]), Codes.ValidationFailed),
            (new InvocationMessage("1", "joinRoom", ["room", "token", 7]), Codes.ValidationFailed),
            (new InvocationMessage("1", "joinRoom", ["room", "token", null, null]), Codes.ValidationFailed),
            (new InvocationMessage("1", "leaveRoom", []), Codes.ValidationFailed),
            (new InvocationMessage("1", "joinRoom", ["room", "token"], ["stream"]), Codes.ValidationFailed),
            (new InvocationMessage("1", "leaveRoom", ["room"], ["stream"]), Codes.ValidationFailed),
            (new StreamInvocationMessage("1", "joinRoom", ["room", "token"]), Codes.ValidationFailed),
            (new StreamInvocationMessage("1", "leaveRoom", ["room"]), Codes.ValidationFailed),
        ];

        foreach (var (call, code) in calls)
        {
            var refused = Read(live, Written(plain, call)).ShouldHaveSingleItem().ShouldBeOfType<InvocationBindingFailureMessage>($"{call}");

            refused.InvocationId.ShouldBe("1");
            refused.BindingFailure.SourceException.ShouldBeOfType<HubException>().Message.ShouldStartWith($"{code}: ");
        }
    }

    private static (IHubProtocol Plain, IHubProtocol Live) Protocols(bool messagePack)
    {
        IHubProtocol plain = messagePack ? new MessagePackHubProtocol() : new JsonHubProtocol();
        return (plain, new LiveProtocol(plain));
    }

    private static byte[] Written(IHubProtocol protocol, HubMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        protocol.WriteMessage(message, output);
        return output.WrittenSpan.ToArray();
    }

    private static List<HubMessage> Read(IHubProtocol protocol, byte[] bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        var read = new List<HubMessage>();
        while (protocol.TryParseMessage(ref input, new LiveMethods(), out var message))
        {
            read.Add(message);
        }

        input.IsEmpty.ShouldBeTrue();
        return read;
    }

    /// <summary>Two of the hub's methods, found as SignalR finds them.</summary>
    private sealed class LiveMethods : IInvocationBinder
    {
        private static readonly Dictionary<string, Type[]> Methods = new(StringComparer.OrdinalIgnoreCase)
        {
            ["joinRoom"] = [typeof(string), typeof(string), typeof(string)],
            ["leaveRoom"] = [typeof(string)],
        };

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => Methods.TryGetValue(methodName, out var types) ? types : throw new HubException("Method does not exist.");

        public Type GetReturnType(string invocationId) => typeof(string);

        public Type GetStreamItemType(string streamId) => typeof(string);
    }
}
