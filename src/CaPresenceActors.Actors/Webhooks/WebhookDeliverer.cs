using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CaPresenceActors.Kernel;
using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Actors.Webhooks;

/// <summary>
/// Serves one webhook: reads a page of the journal, writes down what it is about to deliver, delivers it, and begins again. After a failure it waits and reads the page once more, so that nothing is held in memory
/// for a receiver that does not answer.
/// </summary>
/// <remarks>
/// <para>Wake-ups carry no facts: <see cref="DelivererMessage.Look"/> and the timers mean "look at the journal". What comes back from a task carries the generation that it was begun in; of an earlier one, it is void.</para>
/// <para>One post is under way at a time, a test included.</para>
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Nobody disposes of an actor: it ends with PostStop.")]
internal sealed class WebhookDeliverer(WebhookStanding standing, WebhookDesk desk) : ActorBase
{
    /// <summary>How many entries of the journal are looked at in one go.</summary>
    public const int PageSize = 1_000;

    // What is delivered need not be known on the disk at once: after a crash it comes twice, under the same id.
    private static readonly TimeSpan NoteProgressAfter = TimeSpan.FromSeconds(1);

    private Webhook _hook = standing.Hook;
    private WebhookCursor _cursor = standing.Cursor;
    private WebhookCursor _kept = standing.Cursor;
    private WebhookBatch? _batch;
    private Step _step = Step.Resting;
    private Post? _post;
    private IActorRef? _tester;
    private int _generation;
    private int _failures;

    private enum Step
    {
        Resting,
        Reading,
        Recording,
        Sending,
        Waiting,
    }

    protected override void PreStart() => Begin();

    protected override void PostStop() => _post?.Cancel();

    protected override void Receive(object message)
    {
        switch (message)
        {
            case DelivererMessage.Look when _step == Step.Resting:
                Read();
                break;

            case DelivererMessage.TryAgain when _step == Step.Waiting:
                Read();
                break;

            case DelivererMessage.Page(var generation, var entries) when generation == _generation:
                Take(entries);
                break;

            case DelivererMessage.Unreadable(var generation, var cause) when generation == _generation:
                Fail(new WebhookAnswer(null, $"The journal could not be read: {cause.Message}"));
                break;

            case DelivererMessage.Kept(var generation) when generation == _generation && _step == Step.Recording:
                _kept = _cursor;
                _step = Step.Sending;
                PostNext();
                break;

            case DelivererMessage.Ended(var generation, var answer):
                End(generation, answer);
                break;

            case DelivererMessage.NoteProgress when _step != Step.Recording && _cursor != _kept:
                _kept = _cursor;
                Context.Parent.Tell(new WebhookMessage.Keep(_hook.Id, _cursor, Generation: -1));
                break;

            case DelivererMessage.Redefined(var hook, var cursor):
                Redefine(hook, cursor);
                break;

            case DelivererMessage.Test:
                Test(Sender);
                break;

            case DelivererMessage.Look or DelivererMessage.TryAgain or DelivererMessage.Page or DelivererMessage.Unreadable or DelivererMessage.Kept or DelivererMessage.NoteProgress:
                // Of an earlier generation, or there is something to do already, which ends with a look at the journal's head.
                break;

            case Status.Failure:
                // The book could not write: it fails with that, and its supervisor starts it and all of us again.
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin()
    {
        _batch = null;
        Read();
    }

    private void Rest()
    {
        _step = Step.Resting;
        standing.Rest();
    }

    private void Redefine(Webhook hook, WebhookCursor cursor)
    {
        var goesOn = cursor.Epoch == _cursor.Epoch;
        var isOnItsWay = _post is { IsTest: false };
        (_hook, _kept, _failures) = (hook, cursor, 0);

        // Meanwhile it may have come further than the book knew.
        standing.Redefine(hook, goesOn ? _cursor : cursor);
        MoveTo(goesOn ? _cursor : cursor);
        if (goesOn && isOnItsWay)
        {
            // What is on its way counts; afterwards it goes on, or rests.
            standing.Deliver();
            return;
        }

        if (isOnItsWay)
        {
            // It comes to an end before anything else goes out.
            _post!.Cancel();
        }

        _generation++;
        Timers.Cancel(DelivererMessage.TryAgain.Instance);
        Begin();
    }

    private void Read()
    {
        if (!_hook.Spec.Enabled)
        {
            Rest();
            return;
        }

        _step = Step.Reading;
        var (head, oldest) = (desk.Journal.Head, desk.Journal.Oldest);
        if (_cursor.Position > head)
        {
            Reset(head);
        }
        else if (_cursor.IsReset || _cursor.Position < oldest - 1)
        {
            Reset(oldest - 1);
        }
        else if (_cursor.Position == head)
        {
            Rest();
        }
        else
        {
            // What is committed while it is read comes with the next page: nobody can tell it from the journal's end yet.
            var generation = _generation;
            desk.Journal.ReadAsync(_cursor.Position, (int)Math.Min(PageSize, head - _cursor.Position), CancellationToken.None)
                .PipeTo(Self, entries => new DelivererMessage.Page(generation, entries), cause => new DelivererMessage.Unreadable(generation, cause));
        }
    }

    private void Take(IReadOnlyList<JournalEntry> page)
    {
        if (page.Count == 0 || page[0].Position != _cursor.Position + 1)
        {
            // Positions have no gaps: what lay between has been pruned meanwhile.
            Reset(page.Count == 0 ? desk.Journal.Head : page[0].Position - 1);
            return;
        }

        try
        {
            _batch = WebhookBatch.Of(_hook, page, desk.Shared, _cursor.UpTo);
        }
        catch (JournalException e)
        {
            Fail(new WebhookAnswer(null, e.Message));
            return;
        }

        if (_batch is { } batch)
        {
            // What comes before the first change is behind us, so that the batch is all that is read again.
            Record(_cursor with { Position = batch.FirstPosition!.Value - 1, UpTo = batch.LastPosition });
        }
        else
        {
            MoveTo(_cursor with { Position = _cursor.UpTo ?? page[^1].Position, UpTo = null });
            Read();
        }
    }

    private void Reset(long goesOnAfter)
    {
        // A mark that waits stays as it is, so that its id does; unless even what it goes on with is gone by now.
        var cursor = _cursor is { IsReset: true, UpTo: { } planned } && planned >= goesOnAfter ? _cursor : _cursor with { UpTo = goesOnAfter, IsReset = true };
        if (cursor != _kept)
        {
            desk.Logger.ChangesAreMissing(_hook.Spec.Name, _hook.Id, cursor.Position, goesOnAfter);
        }

        _batch = WebhookBatch.Reset(_hook, cursor);
        Record(cursor);
    }

    // Before it goes out it stands on the disk: whatever happens to us, the receiver gets this batch again and no other in its place.
    private void Record(WebhookCursor cursor)
    {
        MoveTo(cursor);
        standing.Deliver();
        if (cursor == _kept)
        {
            _step = Step.Sending;
            PostNext();
            return;
        }

        _step = Step.Recording;
        Context.Parent.Tell(new WebhookMessage.Keep(_hook.Id, cursor, _generation));
    }

    private void MoveTo(WebhookCursor cursor)
    {
        _cursor = cursor;
        standing.MoveTo(cursor);
        if (cursor.UpTo is null && !Timers.IsTimerActive(DelivererMessage.NoteProgress.Instance))
        {
            Timers.StartSingleTimer(DelivererMessage.NoteProgress.Instance, DelivererMessage.NoteProgress.Instance, NoteProgressAfter);
        }
    }

    // The one place where anything goes out.
    private void PostNext()
    {
        if (_post is not null)
        {
            return;
        }

        if (_tester is not null)
        {
            Send(WebhookBatch.Test(_hook, desk.Clock.GetUtcNow()));
        }
        else if (_step == Step.Sending && _batch is { } batch)
        {
            Send(batch);
        }
    }

    private void Send(WebhookBatch batch)
    {
        _post = new Post(batch, desk.Clock);
        var generation = _generation;
        AnswerAsync(_hook, batch, desk, _post.Cancellation)
            .PipeTo(Self, answer => new DelivererMessage.Ended(generation, answer), cause => new DelivererMessage.Ended(generation, new WebhookAnswer(null, $"It was broken off: {cause.Message}")));
    }

    private static Task<WebhookAnswer> AnswerAsync(Webhook hook, WebhookBatch batch, WebhookDesk desk, CancellationToken cancellation)
    {
        if (desk.Secrets.Unprotect(hook.ProtectedSecret) is not { } secret)
        {
            return Task.FromResult(new WebhookAnswer(null, "The secret cannot be read any more, since the keys that protect it are gone or others. Give the webhook a new one."));
        }

        var signature = WebhookSignature.Of(secret, desk.Clock.GetUtcNow(), batch.Body.Span);
        return desk.Sender.SendAsync(new WebhookPost(new Uri(hook.Spec.Url), batch.DeliveryId, signature, batch.Body), cancellation);
    }

    private void End(int generation, WebhookAnswer answer)
    {
        var post = _post ?? throw new UnreachableException("An answer came to a post that nobody sent.");
        _post = null;
        post.Dispose();
        var isVoid = generation != _generation;
        var delivery = post.Told(answer);
        standing.Note(delivery);
        if (post.IsTest)
        {
            _tester?.Tell(new WebhookReply.Tested(delivery));
            _tester = null;
        }
        else if (!isVoid)
        {
            Judge(answer);
        }

        PostNext();
    }

    private void Judge(WebhookAnswer answer)
    {
        if (answer.IsDelivered)
        {
            if (_failures > 0)
            {
                desk.Logger.GetsThroughAgain(_hook.Spec.Name, _hook.Id, _hook.Spec.Target, _failures);
            }

            _failures = 0;
            _batch = null;
            MoveTo(new WebhookCursor(_cursor.Epoch, _cursor.UpTo ?? _cursor.Position));
            Read();
        }
        else if (answer.IsGone)
        {
            desk.Logger.IsGone(_hook.Spec.Name, _hook.Id, _hook.Spec.Target);
            (_step, _batch) = (Step.Waiting, null);
            Context.Parent.Tell(new WebhookMessage.Gone(_hook.Id, _hook.Epoch));
        }
        else
        {
            Fail(answer);
        }
    }

    private void Fail(WebhookAnswer answer)
    {
        _failures++;
        if (_failures == 1)
        {
            desk.Logger.DoesNotGetThrough(_hook.Spec.Name, _hook.Id, _hook.Spec.Target, answer.Error!);
        }

        var wait = desk.BackOff.After(_failures, answer);
        (_step, _batch) = (Step.Waiting, null);
        if (!_hook.Spec.Enabled)
        {
            Rest();
            return;
        }

        standing.Retry(answer.Error!, desk.Clock.GetUtcNow() + wait);
        Timers.StartSingleTimer(DelivererMessage.TryAgain.Instance, DelivererMessage.TryAgain.Instance, wait);
    }

    private void Test(IActorRef replyTo)
    {
        if (_tester is not null)
        {
            replyTo.Tell(new WebhookReply.Busy(_hook.Id));
            return;
        }

        _tester = replyTo;
        PostNext();
    }

    /// <summary>A delivery on its way.</summary>
    private sealed class Post(WebhookBatch batch, TimeProvider clock) : IDisposable
    {
        private readonly CancellationTokenSource _cancellation = new();
        private readonly DateTimeOffset _at = clock.GetUtcNow();
        private readonly long _began = clock.GetTimestamp();

        public bool IsTest => batch.Kind == WebhookDeliveryKind.Test;

        public CancellationToken Cancellation => _cancellation.Token;

        public void Cancel() => _cancellation.Cancel();

        public void Dispose() => _cancellation.Dispose();

        public WebhookDelivery Told(WebhookAnswer answer) => new(
            _at, batch.Kind, batch.DeliveryId, batch.FirstPosition, batch.LastPosition, batch.Count, answer.Status, (long)clock.GetElapsedTime(_began).TotalMilliseconds, answer.Error);
    }
}
