using Microsoft.AspNetCore.Components;
using OperatorsConsole.Shell;

namespace OperatorsConsole.Connections;

/// <summary>A screen that stands under a user and under a team: its address has one of both.</summary>
public abstract class OwnedScreen<T> : Screen<T>
{
    [Parameter]
    public Guid? UserId { get; set; }

    [Parameter]
    public Guid? TeamId { get; set; }

    protected Guid OwnerId => TeamId ?? UserId ?? Guid.Empty;

    protected bool IsOfTeam => TeamId is not null;

    protected Task<ConnectionOwner> FindOwner(MessagingClient client) => ConnectionOwner.Find(client, Reader, IsOfTeam, OwnerId, Leaving);
}
