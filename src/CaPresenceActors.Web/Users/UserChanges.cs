using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Web.Users;

/// <summary>Changes profiles one request after the other: each reads a profile and writes it back, and two at once would undo each other.</summary>
internal sealed class UserChanges(IPresenceEngine engine, UserBook users) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Changes one profile and returns it as it is then; null with the reply when that did not work.</summary>
    public async Task<(EngineReply Reply, UserProfile? User)> ChangeAsync(string extension, Func<UserProfile, UserProfile> change, string by, CancellationToken cancellation)
    {
        using var turn = await TurnAsync(cancellation);
        if (users.Find(extension) is not { } known)
        {
            return (new EngineReply.UnknownExtension(extension), null);
        }

        var changed = change(known);
        var reply = await engine.ChangeUsersAsync([changed], [], by, cancellation);
        return (reply, reply is EngineReply.Done ? changed : null);
    }

    /// <summary>Adds a user, or changes the one there is.</summary>
    public async Task<(EngineReply Reply, UserProfile User, bool IsNew)> PutAsync(CsvUser user, string by, CancellationToken cancellation)
    {
        using var turn = await TurnAsync(cancellation);
        var known = users.Find(user.Extension);
        var put = user.ApplyTo(known, engine.Site.NewUsersIntegrated);
        return (await engine.ChangeUsersAsync([put], [], by, cancellation), put, known is null);
    }

    /// <summary>Removes a user.</summary>
    public async Task<EngineReply> RemoveAsync(string extension, string by, CancellationToken cancellation)
    {
        using var turn = await TurnAsync(cancellation);
        return users.Find(extension) is null
            ? new EngineReply.UnknownExtension(extension)
            : await engine.ChangeUsersAsync([], [extension], by, cancellation);
    }

    /// <summary>Adds and changes all users of a file, or none.</summary>
    public async Task<(EngineReply Reply, ImportBody Did)> ImportAsync(ImmutableArray<CsvUser> file, string by, CancellationToken cancellation)
    {
        using var turn = await TurnAsync(cancellation);
        var integrated = engine.Site.NewUsersIntegrated;
        ImmutableArray<UserProfile> put = [.. file.Select(user => user.ApplyTo(users.Find(user.Extension), integrated)).Where(IsNews)];
        var added = put.Count(user => users.Find(user.Extension) is null);
        var did = new ImportBody(added, put.Length - added, file.Length - put.Length);

        return put.IsEmpty ? (new EngineReply.Done(engine.Board.Position), did) : (await engine.ChangeUsersAsync(put, [], by, cancellation), did);

        bool IsNews(UserProfile user) => user != users.Find(user.Extension);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Turn> TurnAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    /// <summary>Nobody else changes a profile until it is given back.</summary>
    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
