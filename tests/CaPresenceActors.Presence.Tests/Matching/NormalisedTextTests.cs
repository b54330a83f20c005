using System.Globalization;
using CaPresenceActors.Presence.Tests.Naive;

namespace CaPresenceActors.Presence.Tests.Matching;

public class NormalisedTextTests
{
    [Theory]
    [InlineData("ＭＥＥＴＩＮＧ", "MEETING")]
    [InlineData("ｶﾞ", "ガ")]
    [InlineData("e\u0301", "é")]
    [InlineData("ﬁ", "fi")]
    [InlineData("①", "1")]
    [InlineData("\u212A", "K")]
    [InlineData("ſ", "s")]
    [InlineData("\u00B5", "\u03BC")]
    [InlineData("ß ẞ ı İ", "ß ẞ ı İ")]
    [InlineData("  a \t\r\n b\u3000\u00A0c\u2028", "a b c")]
    [InlineData("\t", "")]
    [InlineData("a\tb", "a b")]
    [InlineData("", "")]
    [InlineData("a\u200Bb", "a\u200Bb")]
    [InlineData("\u00A8", "\u0308")]
    public void Is_NFKC_with_single_spaces_and_none_at_the_ends(string text, string normalised) => NormalisedText.Of(text).ShouldBe(normalised);

    [Fact]
    public void A_lone_surrogate_counts_as_the_replacement_character()
    {
        NormalisedText.Of("a\uD83D").ShouldBe("a\uFFFD");
        NormalisedText.Of("\uDE00\uD83D\uDE00\uD83D\uD83D").ShouldBe("\uFFFD\U0001F600\uFFFD\uFFFD");
    }

    // The platform's Normalize throws for U+FFFE.
    [Fact]
    public void A_noncharacter_stays_as_it_is()
    {
        NormalisedText.Of("ｱ\uFFFEe\u0301\uFFFE \uFFFF").ShouldBe("ア\uFFFEé\uFFFE \uFFFF");
        NormalisedText.Of("\uFFFE").ShouldBe("\uFFFE");
    }

    [Fact]
    public void Every_code_unit_is_normalised_as_the_naive_reading_does_and_once_is_enough()
    {
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            var text = $"a{(char)unit}b";
            var once = NormalisedText.Of(text);

            NormalisedText.Of(once).ShouldBe(once);
            if (unit != 0xFFFE)
            {
                once.ShouldBe(NaiveText.Normalise(text), unit.ToString("X4", CultureInfo.InvariantCulture));
            }
        }
    }

    [Fact]
    public void Normalising_twice_is_normalising_once()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var once = NormalisedText.Of(RandomText.Of(new Random(seed)));

            NormalisedText.Of(once).ShouldBe(once, $"seed {seed}");
        }
    }

    [Fact]
    public void A_plain_text_is_its_own_normalised_form()
    {
        string[] parts = ["a", "B", " ", "  ", "\t", "~", "!", "1", "\u007F", "é", "\u00A0"];
        var plain = 0;
        for (var seed = 0; seed < 20_000; seed++)
        {
            var text = string.Concat(new Random(seed).GetItems(parts, seed % 6));
            if (NormalisedText.IsPlain(text))
            {
                NormalisedText.Of(text).ShouldBe(text, $"seed {seed}");
                plain++;
            }
        }

        plain.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void The_platform_normalises()
    {
        NormalisedText.IsSupported().ShouldBeTrue();
        NormalisedText.Same(" ｍeeting", "MEETING\t").ShouldBeTrue();
        NormalisedText.Same("ß", "ss").ShouldBeFalse();
    }
}
