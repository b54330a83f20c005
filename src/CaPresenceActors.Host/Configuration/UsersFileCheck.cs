using CaPresenceActors.Actors.Users;
using CaPresenceActors.Hocon;

namespace CaPresenceActors.Host.Configuration;

/// <summary>Looks through the file of users that a new database starts with.</summary>
internal static class UsersFileCheck
{
    /// <summary>Everything that is wrong with it, in lines for whoever wrote it; empty where no file is named.</summary>
    public static IEnumerable<string> Problems(string? file, HoconConfig config)
    {
        if (file is null)
        {
            return [];
        }

        try
        {
            var result = CsvUsers.Parse(File.ReadAllBytes(file));
            var told = result.Problems.Select(problem => new HoconOrigin(file, problem.Line) + $": {problem.Problem}");
            var more = result.ProblemCount - result.Problems.Length;
            return more > 0 ? told.Append($"{file}: {more} more lines are bad.") : told;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(file) ? "It is a directory." : e.Message;
            return [new ConfigProblem("capresence.seed.users-file", config.Find("capresence.seed.users-file")?.Origin, $"names {file}, which cannot be read. {reason}").ToString()];
        }
    }
}
