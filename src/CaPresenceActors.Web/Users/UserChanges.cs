using System.Collections.Immutable;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Users;

namespace CaPresenceActors.Web.Users;

/// <summary>Changes profiles one request after the other: each reads a profile and writes it back, and two at once would undo each other.</summary>
internal sealed class UserChanges(IPresenceEngine engine) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Changes one profile and returns it as it is then; null with the reply when that did not work.</summary>
    public async Task<(EngineReply Reply, UserProfile? User)> ChangeAsync(string extension, Func<UserProfile, UserProfile> change, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var users = await engine.UsersAsync(cancellation);
            if (users.FirstOrDefault(user => user.Extension == extension) is not { } known)
            {
                return (new EngineReply.UnknownExtension(extension), null);
            }

            var changed = change(known);
            var reply = await engine.ChangeUsersAsync([changed], [], Caller.Local, cancellation);
            return (reply, reply is EngineReply.Done ? changed : null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Adds and changes all users of a file, or none.</summary>
    public async Task<(EngineReply Reply, ImportBody Did)> ImportAsync(ImmutableArray<CsvUser> file, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var known = (await engine.UsersAsync(cancellation)).ToDictionary(user => user.Extension, StringComparer.Ordinal);
            var integrated = engine.Site.NewUsersIntegrated;
            ImmutableArray<UserProfile> put = [.. file.Select(user => user.ApplyTo(known.GetValueOrDefault(user.Extension), integrated)).Where(IsNews)];
            var added = put.Count(user => !known.ContainsKey(user.Extension));
            var did = new ImportBody(added, put.Length - added, file.Length - put.Length);

            return put.IsEmpty ? (new EngineReply.Done(engine.Board.Position), did) : (await engine.ChangeUsersAsync(put, [], Caller.Local, cancellation), did);

            bool IsNews(UserProfile user) => user != known.GetValueOrDefault(user.Extension);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
