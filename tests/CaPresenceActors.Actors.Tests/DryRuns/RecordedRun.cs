using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaPresenceActors.Actors.DryRuns;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.DryRuns;

/// <summary>Keeps what is told of a dry run.</summary>
internal sealed class RecordedRun : IDryRunObserver
{
    private readonly TaskCompletionSource<DryRunPause> _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int People { get; private set; }

    public ConcurrentDictionary<string, string> Differences { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Unread { get; } = new(StringComparer.Ordinal);

    public Task<DryRunPause> Waiting => _waiting.Task;

    public void Begun(int people) => People = people;

    public void Compared(DryRunPerson person, ImmutableArray<PresenceDifference> differences) =>
        Differences[person.Extension] = string.Join("; ", differences.Select(d => $"{d.From:dd HH:mm}-{d.Until:dd HH:mm} {d.Before}→{d.After}"));

    public void Unreadable(DryRunPerson person, string reason) => Unread[person.Extension] = reason;

    public void Waits(DryRunPause? pause)
    {
        if (pause is not null)
        {
            _waiting.TrySetResult(pause);
        }
    }
}
