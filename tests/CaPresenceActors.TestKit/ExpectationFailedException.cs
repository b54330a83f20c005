namespace CaPresenceActors.TestKit;

/// <summary>Something that a test waited for did not happen.</summary>
public sealed class ExpectationFailedException(string message) : Exception(message);
