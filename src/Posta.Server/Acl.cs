namespace Posta.Server;

/// <summary>Whose messages an inbox takes.</summary>
public enum Acl
{
    /// <summary>Everybody's; strangers arrive as requests.</summary>
    Open,

    /// <summary>Those of contacts that the user made.</summary>
    Contacts,

    /// <summary>Nobody's.</summary>
    Closed,
}
