namespace CaPresenceActors.Presence.Tests.Matching;

/// <summary>Short texts of characters that are awkward for comparing: case without a partner, case beyond the basic plane, combining marks, halves of pairs, all kinds of space.</summary>
internal static class RandomText
{
    private static readonly string[] Awkward =
    [
        "a", "A", "k", "K", "\u212A", "i", "I", "İ", "ı", "ß", "ẞ", "s", "S", "ſ", "µ", "μ", "Μ", "ς", "σ", "Σ", "Ǆ", "ǅ", "ǆ", "é", "É", "e", "\u0301", "\u0308", "\u0345", "ᾳ", "ﬁ", "①",
        "\U00010400", "\U00010428", "\U0001E900", "\U0001E922", "\U0001F600", "\uD801", "\uDC00", "\uDC28", "\uFFFD", " ", "\t", "\u3000", "\u00A0", "_", "-", "1", "議", "ガ", "ｶ", "ﾞ", "ა", "Ა", "ꭰ", "Ꭰ", "ﷺ",
    ];

    public static string Of(Random random, int longest = 8) => string.Concat(random.GetItems(Awkward, random.Next(0, longest)));
}
