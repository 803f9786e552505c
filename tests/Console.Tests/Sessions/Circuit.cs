using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace OperatorsConsole.Tests.Sessions;

/// <summary>As a circuit knows who opened it.</summary>
internal sealed class Circuit(string key) : AuthenticationStateProvider
{
    public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
        Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", key)], "console"))));
}
