using CaPresenceActors.Exchange.Errors;

namespace CaPresenceActors.Exchange.Http;

/// <summary>What came of a request: an answer, or trouble; and what the server calls itself, where it said so.</summary>
internal readonly record struct EwsResult<TAnswer>(TAnswer? Answer, Trouble? Trouble, string? ServerVersion)
    where TAnswer : class;
