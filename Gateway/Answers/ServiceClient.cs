using Bus;
using Contracts.Rewards;
using Gateway.Coupons;
using Hosting.Logging;
using Http.Deadlines;
using MassTransit;

namespace Gateway.Answers;

/// <summary>Asks the service that consumes a message and waits for its answer, as long as the request's deadline allows.</summary>
internal sealed class ServiceClient(AnswerEndpoint endpoint, Deadline deadline, CouponCodes codes, ILogger<ServiceClient> logger)
{
    /// <param name="commandId">The id of the message, for a command that may be sent again; null for one of its own.</param>
    public async Task<Answer<TReply>> Ask<TRequest, TReply>(TRequest request, CancellationToken cancellationToken, Guid? commandId = null)
        where TRequest : class
        where TReply : class
    {
        var (response, problem) = await Send(
            request, commandId, (client, prepare, timeout) => client.GetResponse<TReply, Refused>(request, prepare, timeout), cancellationToken);
        return problem is null ? Shown((TReply)response!) : problem;
    }

    /// <summary>For what is answered in one of two ways.</summary>
    /// <inheritdoc cref="Ask{TRequest, TReply}"/>
    public async Task<Answer<object>> Ask<TRequest, TReply, TOther>(TRequest request, CancellationToken cancellationToken, Guid? commandId = null)
        where TRequest : class
        where TReply : class
        where TOther : class
    {
        var (response, problem) = await Send(
            request, commandId, (client, prepare, timeout) => client.GetResponse<TReply, TOther, Refused>(request, prepare, timeout), cancellationToken);
        return problem is null ? Answer<object>.Of(response!) : problem;
    }

    private async Task<(object? Response, Problem? Problem)> Send<TRequest, TResponse>(
        TRequest request,
        Guid? commandId,
        Func<IRequestClient<TRequest>, RequestPipeConfiguratorCallback<TRequest>, CancellationToken, Task<TResponse>> send,
        CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : Response
    {
        var wait = deadline.Left;
        if (wait == TimeSpan.Zero)
        {
            // What nobody waits for is not sent.
            return (null, StatusProblems.Of(StatusCodes.Status504GatewayTimeout));
        }

        // While the broker is away, publishing itself waits: the client's own timeout does not end that.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(wait);
        try
        {
            var asked = send(endpoint.ClientOf<TRequest>(wait), pipe => pipe.UseExecute(context => context.MessageId = commandId ?? context.MessageId), timeout.Token);
            asked.ObserveLater();
            var message = (await asked.WaitAsync(timeout.Token)).Message;
            return message is Refused refused ? (null, refused.ToProblem()) : (message, null);
        }
        catch (RequestTimeoutException)
        {
            return (null, NoAnswer<TRequest>(wait));
        }
        catch (Exception e) when (e is OperationCanceledException or RequestCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, NoAnswer<TRequest>(wait));
        }
        catch (Exception e)
        {
            // A fault in the service, or a broker that cannot be reached: in both the caller can only try again.
            logger.LogError(e, "{Message} failed", typeof(TRequest).Name);
            return (null, StatusProblems.Of(StatusCodes.Status503ServiceUnavailable));
        }
    }

    private TReply Shown<TReply>(TReply reply) => reply is IHasCodes<TReply> withCodes ? codes.Show(withCodes) : reply;

    private Problem NoAnswer<TRequest>(TimeSpan wait)
    {
        logger.LogWarning(Outage.Event, "No answer to {Message} within {Wait}", typeof(TRequest).Name, wait);
        return StatusProblems.Of(StatusCodes.Status504GatewayTimeout);
    }
}
