using System.Collections.Concurrent;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Actors.SignIns;

/// <summary>The passwords that stand in a file of users.</summary>
public static class ImportedPasswords
{
    /// <summary>Why the passwords of a file cannot be given, in a sentence; null when they can. To be asked before the users are written.</summary>
    public static string? Problem(IEnumerable<CsvUser> users, SignInState signIns) =>
        users.FirstOrDefault(user => user.Password is not null && signIns.Find(user.Extension) is { IsUser: false }) is { } user ? NotTheUsers(user.Extension) : null;

    /// <summary>Hashes them on half of the processors: what records all at once. Null when the file gives none.</summary>
    public static async Task<SignInCommand.SetPasswords?> HashAsync(IEnumerable<CsvUser> users, IPasswordHasher hasher, CancellationToken cancellation)
    {
        var given = users.Where(user => user.Password is not null).ToList();
        if (given.Count == 0)
        {
            return null;
        }

        var passwords = new ConcurrentBag<NewPassword>();
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = cancellation };
        await Task.Run(
            () => Parallel.ForEach(given, atOnce, user => passwords.Add(new NewPassword(user.Extension, IsUser: true, hasher.Hash(user.Password!), Guid.NewGuid().ToString("N")))),
            cancellation);
        return new SignInCommand.SetPasswords([.. passwords.OrderBy(password => password.Name, StringComparer.Ordinal)]);
    }

    /// <summary>What is said of a user's password whose extension is the name of somebody else's sign-in.</summary>
    internal static string NotTheUsers(string name) =>
        $"The sign-in {name} was there before the user of this extension and is somebody else's, so the user can have no password. Remove the sign-in first, or leave the password out. Nothing was changed.";
}
