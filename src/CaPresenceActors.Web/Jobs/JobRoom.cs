using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CaPresenceActors.Web.Jobs;

/// <summary>
/// Long work of one kind: few at once, each known by an id that nobody can guess, and kept for a while after its end so that whoever lost the connection still learns how it went. The work goes on whoever looks,
/// until its end, a cancellation, or the end of the program.
/// </summary>
internal sealed class JobRoom<TBody>(JobKind kind, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<JobRoom<TBody>> logger) : IAsyncDisposable
    where TBody : JobBody
{
    /// <summary>How long a job that has ended is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    // Who starts one after the other and cancels each fills no memory.
    private const int MostKept = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _jobs = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _ended = new();
    private readonly CancellationTokenSource _closing = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
    private bool _closed;

    /// <summary>What kind of work.</summary>
    public JobKind Kind => kind;

    /// <summary>Begins a job.</summary>
    /// <param name="begin">Makes its first state of its id.</param>
    /// <param name="work">Does it, and tells how it goes by changing the state. It ends the job by returning; an exception makes it a failed one.</param>
    /// <exception cref="ProblemException">As many as may be are under way (429), or the program stops (503).</exception>
    public Job<TBody> Start(Func<string, TBody> begin, Func<Job<TBody>, CancellationToken, Task> work)
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested)
            {
                throw new ProblemException(StatusCodes.Status503ServiceUnavailable, "Stopping", "The program is stopping, so nothing is begun.");
            }

            var running = _jobs.Values.Where(entry => !entry.Job.HasEnded).Select(entry => entry.Job.Id).ToList();
            if (running.Count >= kind.MostAtOnce)
            {
                throw new ProblemException(
                    StatusCodes.Status429TooManyRequests, "Too many at once", $"{kind.MostAtOnce} of these may be under way at once, and so many are: {string.Join(", ", running)}. Wait for one to end, or cancel it (DELETE).");
            }

            var cancelling = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            var job = new Job<TBody>(begin(RandomNumberGenerator.GetHexString(32, lowercase: true)), cancelling);
            var token = cancelling.Token;
            _jobs[job.Id] = new Entry(job, Task.Run(() => RunAsync(job, work, token), CancellationToken.None));
            return job;
        }
    }

    /// <summary>A job that is under way or was until a while ago.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out Job<TBody>? job)
    {
        lock (_lock)
        {
            job = _jobs.GetValueOrDefault(id)?.Job;
            return job is not null;
        }
    }

    /// <summary>Ends all of them, and waits until they have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Entry> entries;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            entries = [.. _jobs.Values];
            _jobs.Clear();
        }

        await _closing.CancelAsync();
        await Task.WhenAll(entries.Select(entry => entry.Work));
        entries.ForEach(entry => entry.Leave());
        _closing.Dispose();
    }

    private async Task RunAsync(Job<TBody> job, Func<Job<TBody>, CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(job, cancellation);
            job.Change(state => state with { State = JobState.Done });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            job.Change(state => state with { State = JobState.Cancelled });
        }
        catch (JobFailedException failed)
        {
            job.Change(state => state with { State = JobState.Failed, Problem = failed.Message });
        }
        catch (EngineUnavailableException unavailable)
        {
            job.Change(state => state with { State = JobState.Failed, Problem = unavailable.Message });
        }
#pragma warning disable CA1031 // The last catch before nobody: whoever looks is told, the log gets the exception.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            logger.JobFailed(unexpected, kind.Name);
            job.Change(state => state with { State = JobState.Failed, Problem = "It could not be carried out for a reason nobody thought of. The server's log says more." });
        }

        Keep(job);
    }

    private void Keep(Job<TBody> job)
    {
        lock (_lock)
        {
            if (_jobs.TryGetValue(job.Id, out var entry))
            {
                entry.Leaving = time.CreateTimer(_ => Leave(entry), null, Kept, Timeout.InfiniteTimeSpan);
                _ended.Enqueue(entry);
            }

            while (_ended.Count > MostKept)
            {
                Leave(_ended.Dequeue());
            }
        }
    }

    private void Leave(Entry entry)
    {
        lock (_lock)
        {
            _jobs.Remove(entry.Job.Id);
            entry.Leave();
        }
    }

    private sealed class Entry(Job<TBody> job, Task work)
    {
        public Job<TBody> Job => job;

        public Task Work => work;

        public ITimer? Leaving { get; set; }

        public void Leave()
        {
            Leaving?.Dispose();
            job.Dispose();
        }
    }
}

/// <summary>A kind of long work.</summary>
/// <param name="Name">For the log.</param>
/// <param name="MostAtOnce">How many may be under way at once.</param>
internal sealed record JobKind(string Name, int MostAtOnce);

/// <summary>A job cannot be carried out. The message is for whoever started it.</summary>
internal sealed class JobFailedException(string message) : Exception(message);
