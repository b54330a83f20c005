using System.Runtime.ExceptionServices;
using CaPresenceActors.Kernel.Cells;
using CaPresenceActors.Kernel.Sharding;

namespace CaPresenceActors.Kernel.Persistence;

/// <summary>What one pass over the journal has recovered.</summary>
/// <param name="Actors">How many persistent actors took part, also those that had no past.</param>
/// <param name="Failed">How many of them failed; they go on under their supervisors, alone.</param>
/// <param name="Events">How many events after snapshots were read.</param>
/// <param name="Duration">From the beginning of the pass until the last one had handled <see cref="RecoveryCompleted"/>.</param>
public sealed record RecoverySummary(int Actors, int Failed, long Events, TimeSpan Duration);

/// <summary>
/// Recovers all persistent actors with one pass over the journal. Those that are started between <see cref="ActorSystem.BeginRecovery"/> and <see cref="RunAsync"/> take part, and shard regions start
/// the entities that they find in the journal.
/// </summary>
public sealed class BulkRecovery
{
    private readonly Lock _gate = new();
    private readonly ActorSystem _system;
    private readonly Dictionary<string, ActorCell> _cells = [];
    private readonly TaskCompletionSource _gathered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _gathering = true;
    private int _unregistered;
    private int _unfinished = 1;
    private int _actors;
    private int _failed;

    internal BulkRecovery(ActorSystem system) => _system = system;

    /// <summary>Reads the journal once. Ends when every actor that takes part has handled its <see cref="RecoveryCompleted"/>. Call once.</summary>
    /// <exception cref="JournalException">The journal cannot be read. The actors that waited fail, and recover alone as soon as they can.</exception>
    public async Task<RecoverySummary> RunAsync(CancellationToken cancellation = default)
    {
        var began = _system.Time.GetTimestamp();
        lock (_gate)
        {
            if (!_gathering)
            {
                throw new InvalidOperationException("This recovery has run already.");
            }

            _gathering = false;
            if (_unregistered == 0)
            {
                _gathered.TrySetResult();
            }
        }

        Exception? failure = null;
        BulkReader? reader = null;
        try
        {
            await _gathered.Task.WaitAsync(cancellation);
            reader = new BulkReader(this, _cells, _system.Regions);
            await _system.JournalFor("A recovery in one pass").RecoverAsync(reader, cancellation);
        }
        catch (Exception e)
        {
            failure = e;
        }

        End(reader, failure);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        await _done.Task.WaitAsync(cancellation);
        _system.Snapshots.KnowsAll(reader!.Events);
        var summary = new RecoverySummary(_actors, _failed, reader!.Events, _system.Time.GetElapsedTime(began));
        _system.Write(KernelLogLevel.Information, KernelLogEvent.RecoveryFinished, "recovery", $"{summary.Actors} persistent actors recovered in {summary.Duration} ({summary.Events} events after snapshots, {summary.Failed} failed).", null);
        return summary;
    }

    /// <summary>An actor is being started and may take part. False when it is too late.</summary>
    internal bool TryJoin(bool asEntity)
    {
        lock (_gate)
        {
            if (!_gathering && !asEntity)
            {
                return false;
            }

            _unfinished++;
            _unregistered++;
            return true;
        }
    }

    /// <summary>A joined actor turned out to be persistent and waits for its past.</summary>
    /// <returns>Null, or who has this persistence id already.</returns>
    internal ActorCell? Registered(string persistenceId, ActorCell cell)
    {
        lock (_gate)
        {
            _actors++;
            ActorCell? other = null;
            if (!_gathered.Task.IsCompleted && !_cells.TryAdd(persistenceId, cell))
            {
                other = _cells[persistenceId];
            }

            IsNamed();
            return other;
        }
    }

    /// <summary>A joined actor is not persistent, has recovered, has failed or has stopped.</summary>
    internal void Left(Exception? failure = null) => Finish(failure is not null);

    internal void LeftUnregistered()
    {
        lock (_gate)
        {
            IsNamed();
        }

        Finish(failed: false);
    }

    private void IsNamed()
    {
        _unregistered--;
        if (_unregistered == 0 && !_gathering)
        {
            _gathered.TrySetResult();
        }
    }

    private void Finish(bool failed)
    {
        lock (_gate)
        {
            _failed += failed ? 1 : 0;
            if (--_unfinished > 0)
            {
                return;
            }
        }

        _system.CloseRecovery();
        _done.TrySetResult();
    }

    private void End(BulkReader? reader, Exception? failure)
    {
        reader?.Flush();
        foreach (var (persistenceId, cell) in _cells)
        {
            cell.Send(new RecoveryEnd(this, failure is null ? null : new RecoveryFailedException(persistenceId, "the journal", failure)));
        }

        foreach (var shard in _system.Regions.SelectMany(static region => region.Shards))
        {
            lock (_gate)
            {
                _unfinished++;
            }

            shard.Send(new EndEntityRecovery(this, failure));
        }

        if (failure is null)
        {
            reader?.ReportUnowned(_system);
        }

        Finish(failed: false);
    }
}
