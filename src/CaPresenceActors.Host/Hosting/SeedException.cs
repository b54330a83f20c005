namespace CaPresenceActors.Host.Hosting;

/// <summary>A new database could not be given what the configuration says.</summary>
internal sealed class SeedException(string message) : Exception(message);
