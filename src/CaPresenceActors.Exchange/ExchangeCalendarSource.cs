using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Calendars;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;
using CaPresenceActors.Exchange.Streaming;

namespace CaPresenceActors.Exchange;

/// <summary>
/// Reads calendars from one Exchange server: by FindItem as the mailbox's owner or as a delegate, or by free/busy, as the connection says. Can be used from any number of threads; how many requests
/// run at once is bounded by <see cref="ExchangeConnection.MaxConnections"/>.
/// </summary>
/// <remarks>
/// An appointment counts as private when Exchange calls it <c>Private</c> or <c>Confidential</c>. Free/busy does not say which appointments are cancelled, declined or all-day: there the first two
/// count, unless the server leaves them out, and one that fills whole days in its owner's zone passes for an all-day one.
/// </remarks>
public sealed class ExchangeCalendarSource : ICalendarSource
{
    private readonly ExchangeConnection _connection;
    private readonly EwsClient _client;
    private readonly TimeProvider _time;
    private readonly BatchSize _batch;
    private readonly WindowReader _reader;
    private readonly CalendarWatchParts _watchParts;
    private volatile CalendarWatch? _watch;

    internal ExchangeCalendarSource(ExchangeConnection connection, EwsClient client, CalendarWatchParts watchParts)
    {
        _connection = connection;
        _client = client;
        _watchParts = watchParts;
        _time = watchParts.Time;
        _batch = new BatchSize(connection.Access switch
        {
            ExchangeAccess.Delegate => connection.DelegateBatch,
            ExchangeAccess.Availability => GetUserAvailability.MaxMailboxes,
            _ => 1,
        });

        var zones = new ExchangeZones();
        var impersonate = connection.Access.Impersonates();
        _reader = connection.Access == ExchangeAccess.Availability
            ? new WindowReader(client, static (mailboxes, view, asked) => new GetUserAvailability(mailboxes, view, asked), _batch.Refused, impersonate)
            : new WindowReader(client, (mailboxes, view, asked) => new FindItem(mailboxes, view, asked, impersonate, zones), _batch.Refused, impersonate);
    }

    /// <inheritdoc/>
    public int MailboxesPerRead => _batch.Now;

    /// <inheritdoc/>
    public ExchangeFigures Figures => _client.Figures.Now;

    /// <inheritdoc/>
    public async Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow window, CancellationToken cancellation)
    {
        if (window.To <= window.From)
        {
            throw new ArgumentException($"The window ends at {window.To:O}, not after its start at {window.From:O}.", nameof(window));
        }

        var readings = new MailboxReading?[mailboxes.Length];
        var batch = new List<int>(_batch.Now);
        for (var i = 0; i < mailboxes.Length; i++)
        {
            if (AccountAddress.Problem(mailboxes[i].Account) is { } problem)
            {
                readings[i] = problem.Of(mailboxes[i].Account, impersonated: false);
            }
            else
            {
                batch.Add(i);
            }

            if (batch.Count > 0 && (batch.Count >= _batch.Now || i == mailboxes.Length - 1))
            {
                await ReadBatchAsync(mailboxes, batch, window, readings, cancellation);
                batch.Clear();
            }
        }

        return ImmutableArray.CreateRange(readings)!;
    }

    /// <inheritdoc/>
    public async Task<SourceCheck> CheckAsync(MailboxQuery mailbox, CancellationToken cancellation)
    {
        if (AccountAddress.Problem(mailbox.Account) is { } problem)
        {
            return new SourceCheck(problem.Failure, problem.Reason, ServerVersion: null);
        }

        var (trouble, version) = _connection.Access == ExchangeAccess.Availability
            ? await CheckFreeBusyAsync(mailbox, cancellation)
            : await CheckFolderAsync(mailbox, cancellation);
        return new SourceCheck(trouble?.Failure, trouble?.Reason, version);
    }

    /// <summary>Watches calendars by streaming notifications, which is for who acts as the owners; a delegate is not notified.</summary>
    /// <exception cref="InvalidOperationException">It is watching already.</exception>
    public ICalendarWatch? Watch(ICalendarChangeObserver observer)
    {
        if (_connection.Access is not (ExchangeAccess.Automatic or ExchangeAccess.Impersonation))
        {
            return null;
        }

        if (_watch is not null)
        {
            throw new InvalidOperationException("This source has made its watch already. One is enough for all mailboxes; a second would compete with it for streams.");
        }

        return _watch = new CalendarWatch(_watchParts, observer);
    }

    /// <summary>Asks the organisation's directory who is meant by a name or an address.</summary>
    public async Task<NameResolution> ResolveAsync(string text, CancellationToken cancellation)
    {
        var result = await _client.CallAsync(new ResolveNames(text), cancellation);
        var trouble = result.Trouble ?? (result.Answer is [var message] ? message.Trouble : MailboxAnswer.Lacking("the names").Trouble);
        return trouble is { Failure: not ReadFailure.UnknownMailbox }
            ? new NameResolution([], trouble.Failure, trouble.Reason)
            : new NameResolution(trouble is null ? [.. result.Answer![0].Mailboxes] : [], Failure: null, Reason: null);
    }

    /// <summary>Closes the connections, and the watch if nobody has. Requests that are under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_watch is { } watch)
        {
            await watch.DisposeAsync();
        }
    }

    private async Task ReadBatchAsync(
        ImmutableArray<MailboxQuery> mailboxes, List<int> batch, CalendarWindow window, MailboxReading?[] readings, CancellationToken cancellation)
    {
        var size = _batch.Now;
        var read = await _reader.ReadAsync([.. batch.Select(i => mailboxes[i])], window, cancellation);
        for (var i = 0; i < batch.Count; i++)
        {
            readings[batch[i]] = read[i];
        }

        if (batch.Count == size && _batch.Now == size)
        {
            _batch.Accepted();
        }

        TellWatch(read);
    }

    // The account is tried by whoever reads: a watch that tried a refused one on its own would help to lock it out.
    private void TellWatch(IEnumerable<MailboxReading> readings)
    {
        foreach (var reading in readings)
        {
            switch (reading)
            {
                case MailboxReading.Good:
                    _watch?.SeeAccount(accepted: true, reason: "");
                    return;
                case MailboxReading.Failed { Failure: ReadFailure.NotAuthenticated } refused:
                    _watch?.SeeAccount(accepted: false, refused.Reason);
                    return;
                default:
                    break;
            }
        }
    }

    private async Task<(Trouble? Trouble, string? Version)> CheckFolderAsync(MailboxQuery mailbox, CancellationToken cancellation)
    {
        var result = await _client.CallAsync(new GetFolder(mailbox, _connection.Access.Impersonates()), cancellation);
        var trouble = result.Trouble ?? (result.Answer is [var only] ? only : MailboxAnswer.Lacking("the calendar folder").Trouble);
        return (trouble, result.ServerVersion);
    }

    // Free/busy has no folder to look at, so a day of it is read.
    private async Task<(Trouble? Trouble, string? Version)> CheckFreeBusyAsync(MailboxQuery mailbox, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var today = new CalendarWindow(now, now + TimeSpan.FromDays(1));
        var result = await _client.CallAsync(new GetUserAvailability([mailbox], today, today), cancellation);
        var trouble = result.Trouble ?? result.Answer switch
        {
            [MailboxAnswer.Refused refused] => refused.Trouble,
            [_] => null,
            _ => MailboxAnswer.Lacking("free/busy").Trouble,
        };
        return (trouble, result.ServerVersion);
    }
}
