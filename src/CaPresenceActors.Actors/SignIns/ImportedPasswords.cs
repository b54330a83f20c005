using System.Collections.Concurrent;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Actors.SignIns;

/// <summary>Gives users the passwords that stand in a file.</summary>
public static class ImportedPasswords
{
    /// <summary>Hashes them on half of the processors and records all at once. Null when the file gives none.</summary>
    public static async Task<EngineReply?> SetAsync(IEnumerable<CsvUser> users, ISignIns signIns, IPasswordHasher hasher, string by, CancellationToken cancellation)
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
        return await signIns.ChangeAsync(new SignInCommand.SetPasswords([.. passwords.OrderBy(password => password.Name, StringComparer.Ordinal)]), by, cancellation);
    }
}
