using System.Security.Claims;
using Contracts.Users;

namespace Gateway.Wallets;

internal static class WalletAccess
{
    /// <summary>One's own wallet, or anyone's for those who look after the platform.</summary>
    public static bool MaySeeWalletOf(this ClaimsPrincipal caller, Guid userId) =>
        caller.Id() == userId || caller.May(Permissions.WalletsRead);
}
