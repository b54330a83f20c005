using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Calendars;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;

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

    internal ExchangeCalendarSource(ExchangeConnection connection, EwsClient client, TimeProvider time)
    {
        _connection = connection;
        _client = client;
        _time = time;
        _batch = new BatchSize(connection.Access switch
        {
            ExchangeAccess.Delegate => connection.DelegateBatch,
            ExchangeAccess.Availability => GetUserAvailability.MaxMailboxes,
            _ => 1,
        });

        var zones = new ExchangeZones();
        var impersonate = connection.Access.Impersonates();
        _reader = connection.Access == ExchangeAccess.Availability
            ? new WindowReader(client, static (mailboxes, view, asked) => new GetUserAvailability(mailboxes, view, asked), _batch.Refused)
            : new WindowReader(client, (mailboxes, view, asked) => new FindItem(mailboxes, view, asked, impersonate, zones), _batch.Refused);
    }

    /// <inheritdoc/>
    public int MailboxesPerRead => _batch.Now;

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
                readings[i] = problem.Of(mailboxes[i].Account);
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

    /// <summary>Asks the organisation's directory who is meant by a name or an address.</summary>
    public async Task<NameResolution> ResolveAsync(string text, CancellationToken cancellation)
    {
        var result = await _client.CallAsync(new ResolveNames(text), cancellation);
        var trouble = result.Trouble ?? (result.Answer is [var message] ? message.Trouble : MailboxAnswer.Lacking("the names").Trouble);
        return trouble is { Failure: not ReadFailure.UnknownMailbox }
            ? new NameResolution([], trouble.Failure, trouble.Reason)
            : new NameResolution(trouble is null ? [.. result.Answer![0].Mailboxes] : [], Failure: null, Reason: null);
    }

    /// <summary>Closes the connections. Requests that are under way fail.</summary>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
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
