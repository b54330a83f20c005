namespace CaPresenceActors.Web.Guarding;

/// <summary>What a request brought, short enough to be told back.</summary>
internal static class Clipped
{
    private const int Longest = 64;

    public static string Text(string text) => text.Length <= Longest ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)}…";
}
