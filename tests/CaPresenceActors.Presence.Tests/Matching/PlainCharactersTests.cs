using System.Globalization;
using System.Text;
using CaPresenceActors.Presence.Tests.Naive;

namespace CaPresenceActors.Presence.Tests.Matching;

public class PlainCharactersTests
{
    private static IEnumerable<char> Plain => PlainCharacters.Runs.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1)).Select(unit => (char)unit);

    [Fact]
    public void Each_is_its_own_normalised_form()
    {
        foreach (var character in Plain)
        {
            var text = character.ToString();
            text.Normalize(NormalizationForm.FormKC).ShouldBe(text, Name(character));
            (character == ' ' || !char.IsWhiteSpace(character)).ShouldBeTrue(Name(character));
        }
    }

    // Every composite of Unicode decomposes into what composes. So what can be the second of a composing pair is known from all of them, and none of it is plain.
    [Fact]
    public void None_composes_with_what_stands_before_it()
    {
        var seconds = new HashSet<char>();
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            if (!char.IsSurrogate((char)unit) && unit is < 0xFDD0 or (> 0xFDEF and < 0xFFFE))
            {
                seconds.UnionWith(((char)unit).ToString().Normalize(NormalizationForm.FormD).Skip(1));
            }
        }

        seconds.ShouldContain('\u3099');
        seconds.ShouldContain('\u309A');
        seconds.ShouldContain('\u11A8');
        seconds.Intersect(Plain).ShouldBeEmpty();
    }

    [Fact]
    public void Neighbours_leave_each_other_alone()
    {
        // Every character beside every 97th other one, so that each pair of scripts meets many times.
        char[] all = [.. Plain.Where(character => character != ' ')];
        for (var step = 1; step < all.Length; step += 97)
        {
            var text = string.Create(all.Length * 2, (all, step), static (span, state) =>
            {
                for (var i = 0; i < state.all.Length; i++)
                {
                    span[2 * i] = state.all[i];
                    span[(2 * i) + 1] = state.all[(i + state.step) % state.all.Length];
                }
            });
            text.Normalize(NormalizationForm.FormKC).Equals(text, StringComparison.Ordinal).ShouldBeTrue($"step {step}");
        }
    }

    [Fact]
    public void What_composes_is_not_plain()
    {
        foreach (var kana in Enumerable.Range(0x3041, 0x30FF - 0x3041).Select(unit => (char)unit))
        {
            foreach (var mark in "\u3099\u309A")
            {
                NormalisedText.IsPlain($"{kana}{mark}").ShouldBeFalse(Name(kana));
                NormalisedText.Of($"{kana}{mark}").ShouldBe(NaiveText.Normalise($"{kana}{mark}"), Name(kana));
            }
        }

        foreach (var jamo in Enumerable.Range(0x1100, 0x100).Select(unit => (char)unit))
        {
            foreach (var before in "\u1100\uAC00\uAC01\uD788")
            {
                NormalisedText.IsPlain($"{before}{jamo}").ShouldBeFalse(Name(jamo));
                NormalisedText.Of($"{before}{jamo}").ShouldBe(NaiveText.Normalise($"{before}{jamo}"), Name(jamo));
            }
        }
    }

    [Fact]
    public void A_text_that_is_told_plain_at_a_glance_is_what_the_naive_reading_makes_of_it()
    {
        string[] parts = ["会", "議", "か", "が", "\u3099", "\u309A", "カ", "ｶ", "ﾞ", "ー", "ヿ", "ゟ", "々", "、", "。", "\u3000", " ", "a", "Z", "é", "e", "\u0301", "ĳ", "ŉ", "Σ", "ς", "Ж", "가", "\u1100", "\u1161", "\u11A8", "“", "…", "Ａ", "\U00020BB7"];
        var plain = 0;
        for (var seed = 0; seed < 50_000; seed++)
        {
            var text = string.Concat(new Random(seed).GetItems(parts, seed % 7));
            var expected = NaiveText.Normalise(text);
            NormalisedText.Of(text).ShouldBe(expected, $"seed {seed}");
            if (NormalisedText.IsPlain(text))
            {
                text.ShouldBe(expected, $"seed {seed}");
                plain++;
            }
        }

        plain.ShouldBeGreaterThan(3000);
    }

    private static string Name(char character) => ((int)character).ToString("X4", CultureInfo.InvariantCulture);
}
