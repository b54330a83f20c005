using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Kernel;

namespace CaPresenceActors.Actors.SignIns;

/// <summary>Who can sign in, and as what. Reading is from memory; every request does it.</summary>
public interface ISignIns
{
    /// <summary>All sign-ins and tokens as they are now.</summary>
    SignInState Current { get; }

    /// <summary>Has somebody told after each turn of <see cref="Current"/>: sessions of these sign-ins (by name) and uses of these tokens (by id) may be over.</summary>
    /// <param name="listener">Called by the directory, one call after the other; must not block.</param>
    /// <returns>Ends the telling.</returns>
    IDisposable OnChange(Action<IReadOnlyCollection<string>> listener);

    /// <summary>Carries out a command. Replies when it is on the disk and counts.</summary>
    Task<EngineReply> ChangeAsync(SignInCommand command, string by, CancellationToken cancellation);
}

/// <summary>The sign-ins in memory. Written by the directory alone, after its appends; read from any thread.</summary>
public sealed class SignInBook
{
    private volatile SignInState _current = SignInState.Empty;
    private ImmutableList<Action<IReadOnlyCollection<string>>> _listeners = [];

    /// <summary>All of them as they are now.</summary>
    public SignInState Current => _current;

    /// <summary>See <see cref="ISignIns.OnChange"/>.</summary>
    public IDisposable OnChange(Action<IReadOnlyCollection<string>> listener)
    {
        ImmutableInterlocked.Update(ref _listeners, static (listeners, added) => listeners.Add(added), listener);
        return new Listening(this, listener);
    }

    internal void Open(SignInState state) => _current = state;

    internal void Turn(SignInState state, IReadOnlyCollection<string> changed)
    {
        _current = state;
        Volatile.Read(ref _listeners).ForEach(listener => listener(changed));
    }

    private sealed class Listening(SignInBook book, Action<IReadOnlyCollection<string>> listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref book._listeners, static (listeners, removed) => listeners.Remove(removed), listener);
    }
}

/// <summary>Speaks for the directory.</summary>
/// <param name="book">What the directory writes.</param>
/// <param name="directory">The directory; asked for at each change, since it is started after this was made.</param>
public sealed class SignInDesk(SignInBook book, Func<IActorRef> directory) : ISignIns
{
    /// <inheritdoc/>
    public SignInState Current => book.Current;

    /// <inheritdoc/>
    public IDisposable OnChange(Action<IReadOnlyCollection<string>> listener) => book.OnChange(listener);

    /// <inheritdoc/>
    public Task<EngineReply> ChangeAsync(SignInCommand command, string by, CancellationToken cancellation) =>
        PresenceEngine.AskAsync(directory(), new SignInMessage.Change(command, by), cancellation);
}
