using System.Net;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.SignIns;

/// <summary>What came of a password that was typed.</summary>
internal abstract record PasswordVerdict
{
    private PasswordVerdict()
    {
    }

    /// <summary>It is right.</summary>
    public sealed record Right(SignIn SignIn) : PasswordVerdict;

    /// <summary>The name, the password or both are wrong; which one is not said.</summary>
    public sealed record Wrong : PasswordVerdict;

    /// <summary>It was not looked at.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : PasswordVerdict;
}

/// <summary>
/// Checks passwords, and takes only so many guesses (the device cookies of OWASP). Browsers that have not signed in under a name share the guesses at it, with the whole world; one that has signed in has guesses of its own,
/// so no stranger can use them up. Somebody at this machine does not share with the network either. Hashing is slow on purpose, so only so much of it is done at once, known browsers do not queue behind strangers, and nobody fills a line with one name.
/// </summary>
internal sealed class PasswordDesk(IPasswordHasher hasher, ISignIns signIns, DeviceCookies devices, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 32;
    private const int MostOfOneName = 2;

    /// <summary>When to come again when too much waits to be hashed.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);

    private readonly GuessCounters _byName = new(10, TimeSpan.FromSeconds(90), time);
    private readonly GuessCounters _byAddress = new(50, TimeSpan.FromSeconds(18), time);
    private readonly GuessCounters _byDevice = new(10, TimeSpan.FromSeconds(90), time);
    private readonly Line _strangers = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Line _known = new(1);
    private readonly Line _new = new(1);

    /// <summary>Checks what was typed, or says that it is not looked at now.</summary>
    public async Task<PasswordVerdict> CheckAsync(HttpContext context, string name, string password)
    {
        var device = devices.Find(context, name);
        var counters = CountersOf(context.Connection.RemoteIpAddress, name, device);
        if (Take(counters) is { } wait)
        {
            return new PasswordVerdict.TooMany(wait);
        }

        var line = device is null ? _strangers : _known;
        var inFlight = device is null ? counters[^1].Key : name;
        if (!await line.EnterAsync(inFlight, context.RequestAborted))
        {
            GiveBack(counters);
            return new PasswordVerdict.TooMany(Busy);
        }

        bool right;
        try
        {
            right = Matches(name, password);
        }
        finally
        {
            line.Leave(inFlight);
        }

        // Asked again: it may have been removed while the hash went round.
        if (!right || signIns.Current.Find(name) is not { } signIn)
        {
            return new PasswordVerdict.Wrong();
        }

        GiveBack(counters);
        return new PasswordVerdict.Right(signIn);
    }

    /// <summary>Makes the form in which a password is stored.</summary>
    /// <param name="name">Whose it will be.</param>
    /// <param name="password">What was chosen.</param>
    /// <param name="cancellation">Nobody waits for it any more.</param>
    /// <returns>Null: too much waits to be hashed.</returns>
    public async Task<string?> HashAsync(string name, string password, CancellationToken cancellation)
    {
        if (!await _new.EnterAsync(name, cancellation))
        {
            return null;
        }

        try
        {
            return hasher.Hash(password);
        }
        finally
        {
            _new.Leave(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _strangers.Dispose();
        _known.Dispose();
        _new.Dispose();
    }

    // The same work whether there is such a name and whether it has a password; a text that can be no password is hashed as an empty one, since long ones cost more.
    private bool Matches(string name, string password) =>
        password.Length <= PasswordRule.MaxLength ? hasher.Matches(signIns.Current.Find(name)?.PasswordHash, password) : hasher.Matches(null, "");

    private (GuessCounters Counters, string Key)[] CountersOf(IPAddress? remote, string name, string? device) =>
        device is not null ? [(_byDevice, $"{device} {name}")]
        : remote is not null && LocalAdministration.IsLoopback(remote) ? [(_byName, $"here {name}")]
        : [(_byAddress, NetworkOf(remote)), (_byName, $"network {name}")];

    private static TimeSpan? Take((GuessCounters Counters, string Key)[] counters)
    {
        for (var i = 0; i < counters.Length; i++)
        {
            if (counters[i].Counters.Take(counters[i].Key) is { } wait)
            {
                GiveBack(counters[..i]);
                return wait;
            }
        }

        return null;
    }

    private static void GiveBack((GuessCounters Counters, string Key)[] counters) => Array.ForEach(counters, counter => counter.Counters.GiveBack(counter.Key));

    // A household has a whole /64 of IPv6.
    private static string NetworkOf(IPAddress? remote)
    {
        if (remote is null)
        {
            return "unknown";
        }

        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    /// <summary>So many at a time, so many waiting, and of those only so many of one name; who comes then is sent away.</summary>
    private sealed class Line(int atOnce) : IDisposable
    {
        private readonly SemaphoreSlim _places = new(atOnce);
        private readonly Lock _gate = new();
        private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
        private int _inside;

        public async Task<bool> EnterAsync(string name, CancellationToken cancellation)
        {
            if (!TryJoin(name))
            {
                return false;
            }

            try
            {
                await _places.WaitAsync(cancellation);
                return true;
            }
            catch (OperationCanceledException)
            {
                Part(name);
                throw;
            }
        }

        public void Leave(string name)
        {
            Part(name);
            _places.Release();
        }

        public void Dispose() => _places.Dispose();

        private bool TryJoin(string name)
        {
            lock (_gate)
            {
                var ofName = _byName.GetValueOrDefault(name);
                if (_inside >= atOnce + MostWaiting || ofName >= MostOfOneName)
                {
                    return false;
                }

                _inside++;
                _byName[name] = ofName + 1;
                return true;
            }
        }

        private void Part(string name)
        {
            lock (_gate)
            {
                _inside--;
                if (--_byName[name] == 0)
                {
                    _byName.Remove(name);
                }
            }
        }
    }
}
