using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Host.Hosting;

/// <summary>Gives a new database what the configuration says under <c>seed</c>. A database that has settings or users of its own keeps them.</summary>
internal sealed class SiteSeed
{
    private const string By = "configuration";

    private SiteSeed()
    {
    }

    /// <exception cref="SeedException">The users' file has bad lines, or what is seeded breaks a rule. Nothing of it was applied.</exception>
    public static async Task ApplyAsync(
        IPresenceEngine engine, ISignIns signIns, IPasswordHasher hasher, SeedOptions seed, ISecretProtector secrets, ILogger logger, CancellationToken cancellation)
    {
        // A seed that was interrupted is finished: its mark stands in the settings until the users are there too.
        var isNew = (await engine.HealthAsync(cancellation)).Head == 0;
        if (!isNew && !engine.Site.SeedPending)
        {
            return;
        }

        // The file is read first: with a bad line in it the program does not start, and the next start finds the database still new.
        var users = seed.UsersFile is { } file ? await ReadUsersAsync(file, cancellation) : [];
        ImmutableArray<UserProfile> profiles = [.. users.Select(user => user.ApplyTo(existing: null, seed.NewUsersIntegrated))];
        var passwords = await ImportedPasswords.HashAsync(users, hasher, cancellation);
        await ThrowUnlessDone(engine.ChangeSiteAsync(site => Seeded(site, seed, secrets) with { SeedPending = true }, By, cancellation));
        await ThrowUnlessDone(engine.ChangeUsersAsync(profiles, [], By, cancellation));
        if (passwords is not null)
        {
            await ThrowUnlessDone(signIns.ChangeAsync(passwords, By, cancellation));
        }

        await ThrowUnlessDone(engine.ChangeSiteAsync(site => site with { SeedPending = false }, By, cancellation));
        logger.Seeded();
        if (seed.UsersFile is not null)
        {
            logger.UsersSeeded(users.Length, seed.UsersFile);
        }
    }

    private static SiteConfiguration Seeded(SiteConfiguration site, SeedOptions seed, ISecretProtector secrets) => site with
    {
        Rules = seed.Rules with { Version = site.Rules.Version },
        TimeZone = seed.TimeZone,
        PollInterval = seed.PollInterval,
        UsersMayChangeProfile = seed.UsersMayChangeProfile,
        NewUsersIntegrated = seed.NewUsersIntegrated,
        Exchange = seed.Exchange is { } connection
            ? new ExchangeSettings(connection with { Password = string.Empty }, secrets.Protect(connection.Password))
            : null,
    };

    private static async Task<ImmutableArray<CsvUser>> ReadUsersAsync(string file, CancellationToken cancellation)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SeedException($"The users' file {file} (capresence.seed.users-file) cannot be read: {e.Message} The program does not start; nothing was changed.");
        }

        return UsersOf(file, content);
    }

    private static ImmutableArray<CsvUser> UsersOf(string file, byte[] content)
    {
        var result = CsvUsers.Parse(content);
        if (result.ProblemCount > 0)
        {
            var lines = result.Problems.Select(problem => $"{Environment.NewLine}  line {problem.Line}: {problem.Problem}");
            throw new SeedException($"The users' file {file} has {result.ProblemCount} bad lines; the program does not start, and nothing was changed:{string.Concat(lines)}");
        }

        return result.Users;
    }

    private static async Task ThrowUnlessDone(Task<EngineReply> change)
    {
        if (await change is not EngineReply.Done and var other)
        {
            throw new SeedException($"What the configuration says under \"seed\" was not taken: {other}. The program does not start.");
        }
    }
}
