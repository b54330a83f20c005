using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CaPresenceActors.Web.Json;

namespace CaPresenceActors.Web.Jobs;

/// <summary>A long piece of work that is under way or has ended a while ago. Everybody who looks sees the same states in the same order.</summary>
internal sealed class Job<TBody>(TBody begin, CancellationTokenSource cancelling) : IDisposable
    where TBody : JobBody
{
    private readonly Lock _lock = new();
    private TBody _now = begin;
    private long _version = 1;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long Version, byte[] Utf8) _encoded;

    public string Id => _now.Id;

    /// <summary>How it stands.</summary>
    public TBody Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public bool HasEnded => Ended.IsCompleted;

    /// <summary>Ends with it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Goes on to another state. After the end there is none.</summary>
    public void Change(Func<TBody, TBody> change)
    {
        TaskCompletionSource changed;
        bool ends;
        lock (_lock)
        {
            if (_now.State != JobState.Running)
            {
                return;
            }

            _now = change(_now);
            _version++;
            ends = _now.State != JobState.Running;
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
        if (ends)
        {
            _ended.SetResult();
        }
    }

    /// <summary>The state as JSON, made once for all who look, and what ends when there is another.</summary>
    public (bool Ended, ReadOnlyMemory<byte> Utf8, Task Changed) Look()
    {
        lock (_lock)
        {
            if (_encoded.Version != _version)
            {
                _encoded = (_version, JsonSerializer.SerializeToUtf8Bytes(_now, (JsonTypeInfo<TBody>)ApiJson.Form.GetTypeInfo(typeof(TBody))));
            }

            return (_now.State != JobState.Running, _encoded.Utf8, _changed.Task);
        }
    }

    /// <summary>Asks it to end. It does so at its next step.</summary>
    public void Cancel()
    {
        if (!HasEnded)
        {
            cancelling.Cancel();
        }
    }

    public void Dispose() => cancelling.Dispose();
}
