namespace CaPresenceActors.Hocon.Reading;

/// <summary>Guesses what a misspelt name was meant to be.</summary>
internal static class Suggestion
{
    /// <returns>The closest of the candidates, if one is close enough to be meant.</returns>
    public static string? For(string word, IEnumerable<string> candidates) =>
        candidates
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= Tolerance(word))
            .Select(candidate => (Candidate: candidate, Distance: Distance(Plain(word), Plain(candidate))))
            .Where(guess => guess.Distance <= Tolerance(word))
            .OrderBy(guess => guess.Distance)
            .ThenBy(guess => guess.Candidate, StringComparer.Ordinal)
            .Select(guess => guess.Candidate)
            .FirstOrDefault();

    private static int Tolerance(string word) => Math.Max(1, Math.Min(word.Length, 64) / 3);

    // poll_interval and pollInterval are the usual ways to write poll-interval elsewhere.
    private static string Plain(string word) => word.Length > 64 ? word : word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    // Insertions, deletions, replacements and swapped neighbours, each counted once.
    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64)
        {
            return string.Equals(a, b, StringComparison.Ordinal) ? 0 : int.MaxValue;
        }

        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = Cell(i, j);
            }
        }

        return table[a.Length, b.Length];

        int Cell(int i, int j)
        {
            if (i == 0 || j == 0)
            {
                return i + j;
            }

            var replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            var best = Math.Min(replaced, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
            var isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            return isSwap ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
        }
    }
}
