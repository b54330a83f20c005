using System.Collections.Immutable;
using System.Text;
using CaPresenceActors.Actors.SignIns;

namespace CaPresenceActors.Actors.Users;

/// <summary>
/// Reads users from a CSV file: <c>extension,name,exchangeAccount,integration,timeZone,group,password</c>. The first line names the columns, in any order; the last four may be left out.
/// UTF-8 with or without byte order mark, RFC 4180. Pure: it says what stands in the file and what is wrong with it, line by line, and changes nothing.
/// </summary>
public static class CsvUsers
{
    /// <summary>How many lines a file may have, the header among them.</summary>
    public const int MaxLines = 200_000;

    /// <summary>How many passwords a file may give: each takes a tenth of a second to hash, on purpose.</summary>
    public const int MaxPasswords = 500;

    /// <summary>How many bad lines are told; the others are counted.</summary>
    public const int MaxProblemsTold = 100;

    private static readonly ImmutableArray<string> Columns = ["extension", "name", "exchangeAccount", "integration", "timeZone", "group", "password"];
    private static readonly ImmutableArray<string> Required = ["extension", "name", "exchangeAccount"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file.</summary>
    public static CsvUsersResult Parse(ReadOnlySpan<byte> file)
    {
        var reader = new CsvReader(file.StartsWith(Encoding.UTF8.Preamble) ? file[Encoding.UTF8.Preamble.Length..] : file);
        var problems = new ProblemList();
        var fields = new List<byte[]>();

        if (!reader.TryRead(fields, out var line, out var form))
        {
            problems.Add(1, "The file is empty; a header line with extension, name and exchangeAccount is needed.");
            return problems.Result([]);
        }

        if (form is not null || !TryDecode(fields, out var names, out form))
        {
            problems.Add(line, form!);
            return problems.Result([]);
        }

        var places = Header(names, line, problems);
        return problems.IsEmpty ? Rows(ref reader, places, problems) : problems.Result([]);
    }

    /// <summary>A profile as a line of a file with every column, ending included; reading it gives the profile again.</summary>
    public static string Line(UserProfile user) =>
        string.Join(',', new[] { user.Extension, user.Name, user.Account, user.Integration ? "true" : "false", user.TimeZone, user.Group }.Select(Field)) + "\r\n";

    private static string Field(string? text) =>
        text is null ? string.Empty : text.AsSpan().IndexOfAny(",\"\r\n") < 0 && text.Trim() == text ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static int[] Header(string[] names, int line, ProblemList problems)
    {
        var places = new int[Columns.Length];
        Array.Fill(places, -1);
        if (HasControlCharacter(names) || !Array.Exists(names, name => Columns.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase)))
        {
            // Most likely the first user: one mistake, not one for every column.
            problems.Add(line, "This is no header; a first line that names the columns extension, name and exchangeAccount is needed.");
            return places;
        }

        for (var place = 0; place < names.Length; place++)
        {
            var name = names[place].Trim();
            var column = Columns.IndexOf(name, 0, StringComparer.OrdinalIgnoreCase);
            if (column < 0)
            {
                problems.Add(line, $"The column {Quoted(name)} is not known; known are {string.Join(", ", Columns)}.");
            }
            else if (places[column] >= 0)
            {
                problems.Add(line, $"The column {Columns[column]} is there twice.");
            }
            else
            {
                places[column] = place;
            }
        }

        foreach (var missing in Required.Where(name => places[Columns.IndexOf(name)] < 0))
        {
            problems.Add(line, $"The column {missing} is missing; extension, name and exchangeAccount are needed.");
        }

        return places;
    }

    private static CsvUsersResult Rows(ref CsvReader reader, int[] places, ProblemList problems)
    {
        var users = ImmutableArray.CreateBuilder<CsvLine>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var zones = new Dictionary<string, bool>(StringComparer.Ordinal);
        var fields = new List<byte[]>();
        var width = places.Count(place => place >= 0);
        var passwords = 0;

        while (reader.TryRead(fields, out var line, out var problem))
        {
            if (reader.LinesRead > MaxLines)
            {
                problems.Add(line, $"The file has more than {MaxLines} lines; cut it into several.");
                break;
            }

            if (problem is not null)
            {
                problems.Add(line, problem);
            }
            else if (fields.Count != width)
            {
                problems.Add(line, $"There are {fields.Count} fields; the header has {width}.");
            }
            else if (!TryDecode(fields, out var values, out problem) || !TryUser(values, places, zones, out var user, out problem))
            {
                problems.Add(line, problem!);
            }
            else if (!lines.TryAdd(user!.Extension, line))
            {
                problems.Add(line, $"The extension {user.Extension} stands on line {lines[user.Extension]} already.");
            }
            else if (user.Password is not null && ++passwords > MaxPasswords)
            {
                problems.Add(line, $"The file gives more than {MaxPasswords} passwords; cut it into several, or send invitations instead.");
                break;
            }
            else
            {
                users.Add(new CsvLine(line, user));
            }
        }

        return problems.Result(users.DrainToImmutable());
    }

    private static bool TryUser(string[] values, int[] places, Dictionary<string, bool> zones, out CsvUser? user, out string? problem)
    {
        var integration = Value(values, places[3]);
        user = new CsvUser
        {
            Extension = values[places[0]].Trim(),
            Name = OneLine(values[places[1]]),
            Account = NullIfEmpty(values[places[2]]),
            Integration = bool.TryParse(integration, out var on) ? on : null,
            TimeZone = NullIfEmpty(Value(values, places[4])),
            HasTimeZone = places[4] >= 0,
            Group = NullIfEmpty(OneLine(Value(values, places[5]) ?? string.Empty)),
            HasGroup = places[5] >= 0,
            Password = places[6] >= 0 && values[places[6]].Length > 0 ? values[places[6]] : null,
        };

        problem = HasControlCharacter(values)
            ? "There is a control character in it."
            : string.IsNullOrWhiteSpace(integration) || user.Integration is not null
                ? FirstProblem(user, zones)
                : $"The integration is {Quoted(integration)}; true or false is needed, or nothing to leave it as it is.";
        return problem is null;
    }

    // Looking a zone up is slow when it is not there, and a wrong one stands on every line.
    private static string? FirstProblem(CsvUser user, Dictionary<string, bool> zones)
    {
        var profile = new UserProfile { Extension = user.Extension, Name = user.Name, Account = user.Account, Group = user.Group };
        var problems = profile.Problems();
        if (problems.Length > 0)
        {
            return string.Join(' ', problems);
        }

        if (user.Password is { } password && PasswordRule.Problem(user.Extension, password) is { } badPassword)
        {
            return badPassword;
        }

        if (user.TimeZone is not { } zone)
        {
            return null;
        }

        if (!zones.TryGetValue(zone, out var known))
        {
            zones[zone] = known = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);
        }

        return known ? null : string.Join(' ', (profile with { TimeZone = zone }).Problems());
    }

    private static bool TryDecode(List<byte[]> fields, out string[] values, out string? problem)
    {
        values = new string[fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = StrictUtf8.GetString(fields[i]);
            }
            catch (DecoderFallbackException)
            {
                problem = $"Field {i + 1} is not UTF-8; save the file as UTF-8.";
                return false;
            }
        }

        problem = null;
        return true;
    }

    // White space among them may stand around values, and in names, where it becomes a space.
    private static bool HasControlCharacter(string[] values) => Array.Exists(values, value => value.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c)));

    private static string? Value(string[] values, int place) => place < 0 ? null : values[place].Trim();

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // A quoted line break may stand in a name; on a board and in a log a name is one line.
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Quoted(string text) => text.Length <= 64 ? $"\"{text}\"" : $"\"{text[..64]}…\"";

    private sealed class ProblemList
    {
        private readonly ImmutableArray<CsvProblem>.Builder _told = ImmutableArray.CreateBuilder<CsvProblem>();
        private int _count;

        public bool IsEmpty => _count == 0;

        public void Add(int line, string problem)
        {
            if (_count++ < MaxProblemsTold)
            {
                _told.Add(new CsvProblem(line, problem));
            }
        }

        public CsvUsersResult Result(ImmutableArray<CsvLine> good) => new(IsEmpty ? [.. good.Select(line => line.User)] : [], _told.ToImmutable(), _count) { Good = good };
    }
}

/// <summary>What a CSV file of users holds: users when everything is right, problems when anything is wrong.</summary>
/// <param name="Users">In the order of the file; empty when there is a problem.</param>
/// <param name="Problems">The first hundred bad lines.</param>
/// <param name="ProblemCount">How many bad lines there are.</param>
public sealed record CsvUsersResult(ImmutableArray<CsvUser> Users, ImmutableArray<CsvProblem> Problems, int ProblemCount)
{
    /// <summary>The lines that are right, whatever is wrong with others: for who wants to look at the file before it is right.</summary>
    public ImmutableArray<CsvLine> Good { get; init; } = [];
}

/// <summary>A line that is right.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="User">What it says.</param>
public sealed record CsvLine(int Line, CsvUser User);

/// <summary>A bad line.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Problem">What was found and what is needed, in sentences.</param>
public sealed record CsvProblem(int Line, string Problem);

/// <summary>A user as a CSV file tells of them.</summary>
public sealed record CsvUser
{
    /// <summary>The extension.</summary>
    public required string Extension { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The Exchange user account; null for none.</summary>
    public string? Account { get; init; }

    /// <summary>The person's own switch; null when the file does not say.</summary>
    public bool? Integration { get; init; }

    /// <summary>The person's zone; null for the site's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the file has the column at all: without it the zone stays what it is.</summary>
    public bool HasTimeZone { get; init; }

    /// <summary>The group; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>Whether the file has the column at all: without it the group stays what it is.</summary>
    public bool HasGroup { get; init; }

    /// <summary>The password that the person is given; null when the file gives none. Hashed and forgotten: never told, never logged.</summary>
    public string? Password { get; init; }

    /// <summary>The extension alone.</summary>
    public override string ToString() => $"User {Extension}";

    /// <summary>The profile that comes of it: what the file does not tell stays as it is, own keywords always do.</summary>
    /// <param name="existing">The profile so far; null for a new user.</param>
    /// <param name="newUsersIntegrated">Whether the integration is on for new users of whom the file does not say.</param>
    public UserProfile ApplyTo(UserProfile? existing, bool newUsersIntegrated) => new()
    {
        Extension = Extension,
        Name = Name,
        Account = Account,
        Integration = Integration ?? existing?.Integration ?? newUsersIntegrated,
        TimeZone = HasTimeZone ? TimeZone : existing?.TimeZone,
        Group = HasGroup ? Group : existing?.Group,
        HideTimes = existing?.HideTimes ?? false,
        AccountUnconfirmed = false, // Whoever imports is an administrator, and the file names the account.
        OwnKeywords = existing?.OwnKeywords,
    };
}
