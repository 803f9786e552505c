using Contracts;
using Gateway.Problems;
using MassTransit;

namespace Gateway.Asking;

/// <summary>Asks the service that consumes a message and waits for its answer, as long as the request's deadline allows.</summary>
internal sealed class ServiceClient(IScopedClientFactory clients, Deadline deadline, ILogger<ServiceClient> logger)
{
    public async Task<Answer<TReply>> Ask<TRequest, TReply>(TRequest request, CancellationToken cancellationToken)
        where TRequest : class
        where TReply : class
    {
        var wait = deadline.Left;

        // While the broker is away, publishing itself waits: the client's own timeout does not end that.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(wait);
        try
        {
            var response = await clients.CreateRequestClient<TRequest>(wait)
                .GetResponse<TReply, Refused>(request, timeout.Token)
                .WaitAsync(timeout.Token);
            return response.Is(out Response<Refused>? refused) ? Problem.Of(refused.Message) : (TReply)response.Message;
        }
        catch (RequestTimeoutException)
        {
            return NoAnswer<TRequest>(wait);
        }
        catch (Exception e) when (e is OperationCanceledException or RequestCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return NoAnswer<TRequest>(wait);
        }
        catch (Exception e) when (e is RequestFaultException or RequestException or MassTransitException or ConnectionException)
        {
            logger.LogError(e, "{Message} failed", typeof(TRequest).Name);
            return StatusProblems.Of(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private Problem NoAnswer<TRequest>(TimeSpan wait)
    {
        logger.LogWarning("No answer to {Message} within {Wait}", typeof(TRequest).Name, wait);
        return StatusProblems.Of(StatusCodes.Status504GatewayTimeout);
    }
}
