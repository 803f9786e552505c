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
        var wait = deadline.Left;
        if (wait == TimeSpan.Zero)
        {
            // What nobody waits for is not sent.
            return StatusProblems.Of(StatusCodes.Status504GatewayTimeout);
        }

        // While the broker is away, publishing itself waits: the client's own timeout does not end that.
        Response<TReply, Refused> response;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(wait);
        try
        {
            var asked = endpoint.ClientOf<TRequest>(wait).GetResponse<TReply, Refused>(
                request, pipe => pipe.UseExecute(context => context.MessageId = commandId ?? context.MessageId), timeout.Token);
            asked.ObserveLater();
            response = await asked.WaitAsync(timeout.Token);
        }
        catch (RequestTimeoutException)
        {
            return NoAnswer<TRequest>(wait);
        }
        catch (Exception e) when (e is OperationCanceledException or RequestCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return NoAnswer<TRequest>(wait);
        }
        catch (Exception e)
        {
            // A fault in the service, or a broker that cannot be reached: in both the caller can only try again.
            logger.LogError(e, "{Message} failed", typeof(TRequest).Name);
            return StatusProblems.Of(StatusCodes.Status503ServiceUnavailable);
        }

        return response.Is(out Response<Refused>? refused) ? refused.Message.ToProblem() : Shown((TReply)response.Message);
    }

    private TReply Shown<TReply>(TReply reply) => reply is IHasCodes<TReply> withCodes ? codes.Show(withCodes) : reply;

    private Problem NoAnswer<TRequest>(TimeSpan wait)
    {
        logger.LogWarning(Outage.Event, "No answer to {Message} within {Wait}", typeof(TRequest).Name, wait);
        return StatusProblems.Of(StatusCodes.Status504GatewayTimeout);
    }
}
