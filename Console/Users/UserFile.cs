namespace OperatorsConsole.Users;

/// <param name="Account">Null for who may not read accounts.</param>
public sealed record UserFile(User? Account, Wallet Wallet);
