namespace LiveService.Viewing;

/// <summary>How a session ended.</summary>
internal enum SessionEnd
{
    /// <summary>Its user left, or an operator sent him away.</summary>
    Left,

    /// <summary>Nothing was heard of it for <see cref="StageSession.Lease"/>.</summary>
    Lapsed,
    StageClosed,
    TokenRevoked,
}
