using Microsoft.AspNetCore.Components.Server.Circuits;

namespace OperatorsConsole.Sessions;

/// <summary>A browser that was away when its session ended hears of it when it is back.</summary>
internal sealed class LeavesAgain(Caller caller) : CircuitHandler
{
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        caller.LeaveAgain();
        return Task.CompletedTask;
    }
}
