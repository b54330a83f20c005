using System.Collections.Immutable;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Exchange.Errors;
using CaPresenceActors.Exchange.Http;
using CaPresenceActors.Exchange.Operations;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Exchange.Calendars;

/// <summary>
/// Gets whole windows of one or several mailboxes out of a server that cuts answers and refuses large requests: it asks for fewer mailboxes, or for shorter times, until each
/// mailbox has its answer. Requests follow each other, since a server that refuses is a server that has enough to do.
/// </summary>
/// <param name="client">Who talks to the server.</param>
/// <param name="ask">Makes the request for mailboxes: the window to ask for, and the window that is wanted.</param>
/// <param name="batchRefused">Told when so many mailboxes were too many for one request.</param>
/// <param name="impersonates">Whether requests are made in the name of the mailbox's owner, and charged to the mailbox.</param>
internal sealed class WindowReader(
    EwsClient client,
    Func<ImmutableArray<MailboxQuery>, CalendarWindow, CalendarWindow, EwsOperation<List<MailboxAnswer>>> ask,
    Action<int> batchRefused,
    bool impersonates)
{
    // A thousand entries within so short a time are no calendar.
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromMinutes(10);

    /// <summary>Reads mailboxes with as few requests as the server allows; the answers are in the order of the mailboxes.</summary>
    public async Task<ImmutableArray<MailboxReading>> ReadAsync(ImmutableArray<MailboxQuery> mailboxes, CalendarWindow asked, CancellationToken cancellation)
    {
        var answers = await AskAsync(mailboxes, asked.Widened(), asked, cancellation);
        var readings = ImmutableArray.CreateBuilder<MailboxReading>(mailboxes.Length);
        for (var i = 0; i < mailboxes.Length; i++)
        {
            readings.Add(ToReading(mailboxes[i].Account, answers[i]));
        }

        return readings.MoveToImmutable();
    }

    private MailboxReading ToReading(string account, MailboxAnswer answer)
    {
        if (answer is not MailboxAnswer.Entries entries)
        {
            return ((MailboxAnswer.Refused)answer).Trouble.Of(account, impersonates);
        }

        var calendar = Calendar.OfReading(entries.Appointments, out var dropped);
        return new MailboxReading.Good(account, calendar, entries.Dropped + dropped);
    }

    /// <summary>Asks, and asks again in smaller pieces where that is the remedy. Each piece is smaller than what it is of, so this ends.</summary>
    /// <param name="mailboxes">Whom.</param>
    /// <param name="view">The time to ask for.</param>
    /// <param name="asked">The time that is wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="lastTry">Whether what takes too long is given up, having been asked for once more already.</param>
    private async Task<MailboxAnswer[]> AskAsync(
        ImmutableArray<MailboxQuery> mailboxes, CalendarWindow view, CalendarWindow asked, CancellationToken cancellation, bool lastTry = false)
    {
        var result = await client.CallAsync(ask(mailboxes, view, asked), cancellation);
        if ((result.Trouble ?? OneForAll(mailboxes, result.Answer!)) is { } trouble)
        {
            return await AfterRefusalAsync(mailboxes, trouble, view, asked, lastTry, cancellation);
        }

        // With more or fewer answers than questions nobody knows which is whose, and nobody must get somebody else's calendar.
        if (result.Answer!.Count != mailboxes.Length)
        {
            return mailboxes.Length == 1 ? [Miscounted(result.Answer.Count)] : await AskInTwoBatchesAsync(mailboxes, view, asked, cancellation);
        }

        var answers = result.Answer.ToArray();
        await AskAgainWhereItHelpsAsync(mailboxes, answers, view, asked, lastTry, cancellation);
        return answers;
    }

    // Some servers refuse a request for several mailboxes with a single message.
    private static Trouble? OneForAll(ImmutableArray<MailboxQuery> mailboxes, List<MailboxAnswer> answers) =>
        mailboxes.Length > 1 && answers is [MailboxAnswer.Refused refused] ? refused.Trouble : null;

    private async Task<MailboxAnswer[]> AfterRefusalAsync(
        ImmutableArray<MailboxQuery> mailboxes, Trouble trouble, CalendarWindow view, CalendarWindow asked, bool lastTry, CancellationToken cancellation)
    {
        var refused = new MailboxAnswer.Refused(trouble);
        return (trouble.Remedy, mailboxes.Length) switch
        {
            (Remedy.SplitWindow, 1) => [await AskForHalvesAsync(mailboxes[0], view, asked, refused, cancellation)],
            (Remedy.SmallerBatch or Remedy.AskRestAgain or Remedy.SplitWindow, > 1) => await AskInTwoBatchesAsync(mailboxes, view, asked, cancellation),
            (Remedy.SmallerBatchOnce, _) when !lastTry => await AskInTwoBatchesAsync(mailboxes, view, asked, cancellation, lastTry: true),
            _ => Repeated(refused, mailboxes.Length),
        };
    }

    private async Task AskAgainWhereItHelpsAsync(
        ImmutableArray<MailboxQuery> mailboxes, MailboxAnswer[] answers, CalendarWindow view, CalendarWindow asked, bool lastTry, CancellationToken cancellation)
    {
        var crowdedOut = new List<int>();
        var tookTooLong = new List<int>();
        var leftOut = new List<int>();
        for (var i = 0; i < answers.Length; i++)
        {
            var remedy = (answers[i] as MailboxAnswer.Refused)?.Trouble.Remedy;
            if (answers[i] is MailboxAnswer.Entries { Whole: false } || remedy is Remedy.SplitWindow)
            {
                answers[i] = await AskForHalvesAsync(mailboxes[i], view, asked, answers[i], cancellation);
            }
            else if (remedy is Remedy.SmallerBatch && mailboxes.Length > 1)
            {
                crowdedOut.Add(i);
            }
            else if (remedy is Remedy.SmallerBatchOnce && !lastTry)
            {
                tookTooLong.Add(i);
            }
            else if (remedy is Remedy.AskRestAgain && mailboxes.Length > 1)
            {
                leftOut.Add(i);
            }
        }

        await AgainAsync(crowdedOut, some => AskInTwoBatchesAsync(some, view, asked, cancellation, lastTry, batch: mailboxes.Length));
        await AgainAsync(tookTooLong, some => AskInTwoBatchesAsync(some, view, asked, cancellation, lastTry: true, batch: mailboxes.Length));

        // The server stopped for a reason of its own, not for the size of the batch; unless it did not even begin.
        await AgainAsync(leftOut, some => some.Length < mailboxes.Length
            ? AskAsync(some, view, asked, cancellation, lastTry)
            : AskInTwoBatchesAsync(some, view, asked, cancellation, lastTry));

        async Task AgainAsync(List<int> places, Func<ImmutableArray<MailboxQuery>, Task<MailboxAnswer[]>> askFor)
        {
            if (places.Count == 0)
            {
                return;
            }

            var again = await askFor([.. places.Select(i => mailboxes[i])]);
            for (var i = 0; i < places.Count; i++)
            {
                answers[places[i]] = again[i];
            }
        }
    }

    private async Task<MailboxAnswer[]> AskInTwoBatchesAsync(
        ImmutableArray<MailboxQuery> mailboxes, CalendarWindow view, CalendarWindow asked, CancellationToken cancellation, bool lastTry = false, int? batch = null)
    {
        batchRefused(batch ?? mailboxes.Length);
        if (mailboxes.Length == 1)
        {
            return await AskAsync(mailboxes, view, asked, cancellation, lastTry);
        }

        var half = mailboxes.Length / 2;
        return
        [
            .. await AskAsync(mailboxes[..half], view, asked, cancellation, lastTry),
            .. await AskAsync(mailboxes[half..], view, asked, cancellation, lastTry),
        ];
    }

    private async Task<MailboxAnswer> AskForHalvesAsync(
        MailboxQuery mailbox, CalendarWindow view, CalendarWindow asked, MailboxAnswer cut, CancellationToken cancellation)
    {
        if (view.To - view.From < ShortestWindow)
        {
            return cut is MailboxAnswer.Refused ? cut : NeverWhole(view);
        }

        var (first, second) = view.Halves();
        ImmutableArray<MailboxQuery> alone = [mailbox];
        var before = (await AskAsync(alone, first, asked, cancellation))[0];
        if (before is not MailboxAnswer.Entries earlier)
        {
            return before;
        }

        var after = (await AskAsync(alone, second, asked, cancellation))[0];
        return after is MailboxAnswer.Entries later ? Joined(earlier, later) : after;
    }

    // What reaches over the middle stands in both halves.
    private static MailboxAnswer.Entries Joined(MailboxAnswer.Entries earlier, MailboxAnswer.Entries later)
    {
        var known = new HashSet<AppointmentKey>(earlier.Appointments.Select(a => a.Key));
        return new MailboxAnswer.Entries([.. earlier.Appointments, .. later.Appointments.Where(a => !known.Contains(a.Key))], earlier.Dropped + later.Dropped, Whole: true);
    }

    private static MailboxAnswer[] Repeated(MailboxAnswer answer, int count)
    {
        var answers = new MailboxAnswer[count];
        Array.Fill(answers, answer);
        return answers;
    }

    private static MailboxAnswer.Refused Miscounted(int count) => new(new Trouble(
        ReadFailure.NotUnderstood,
        $"The server was asked for one mailbox and answered for {count}. Check that the address is that of an Exchange server."));

    private static MailboxAnswer.Refused NeverWhole(CalendarWindow view) => new(new Trouble(
        ReadFailure.NotUnderstood,
        $"The server says that it left out entries, even when asked for the {(view.To - view.From).TotalMinutes:F0} minutes from {view.From:u}. Look for a damaged series in this calendar."));
}
