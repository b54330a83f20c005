namespace CaPresenceActors.Exchange.Simulator.Faults;

/// <summary>A fault has ended the answer; nothing more is to be sent, and nobody is to blame.</summary>
internal sealed class AnswerEndedException() : Exception("The answer was ended by a fault.");
