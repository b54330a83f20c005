using System.Collections.Immutable;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Engine;
using CaPresenceActors.Actors.Favourites;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.Rules;
using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Kernel.Persistence;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Web.Tests.Fakes;

/// <summary>The engine without actors and disk: the real rules over a dictionary.</summary>
internal sealed class FakeEngine(TimeProvider time) : IPresenceEngine, ISchedules, IFavourites, ISiteLists, IKeywordCensus
{
    private readonly FakeBoard _board = new();
    private readonly SortedDictionary<string, (UserProfile User, PresenceState State, long Sequence)> _people = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<PresenceEvent>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _favourites = new(StringComparer.Ordinal);

    public IPresenceBoard Board => _board;

    /// <summary>The profiles, as the engine keeps them for everybody to read.</summary>
    public UserBook Users { get; } = new();

    /// <summary>How far every calendar is known.</summary>
    public DateTimeOffset? KnownUntil { get; set; }

    public FakeBoard Shown => _board;

    public bool IsReady { get; set; } = true;

    public TimeProvider Clock => time;

    public SiteConfiguration Site { get; private set; } = SiteConfiguration.Initial;

    /// <summary>Why nothing can be recorded; null when it can.</summary>
    public string? Trouble { get; set; }

    public JournalHealth Journal { get; set; } = JournalHealth.Good;

    public PollerHealth Poller { get; set; } = new(0, 0, 0, ImmutableDictionary<Actors.Ports.ReadFailure, int>.Empty, null, null, null);

    public (double From, double To)? ClockDifference { get; set; }

    /// <summary>What a question for health waits for.</summary>
    public Task HealthGate { get; set; } = Task.CompletedTask;

    /// <summary>What a change of users waits for, as real ones do for the disk.</summary>
    public Task UsersGate { get; set; } = Task.CompletedTask;

    /// <summary>Thrown by every question for why.</summary>
    public Exception? Broken { get; set; }

    public void Put(string extension, string name, string? account) => Put(new UserProfile { Extension = extension, Name = name, Account = account });

    public void Read(string extension, params Appointment[] appointments) => Do(extension, new PresenceCommand.ReplaceCalendar(Calendar.Of(appointments)));

    public EngineReply Do(string extension, PresenceCommand command)
    {
        if (Trouble is { } trouble)
        {
            return new EngineReply.Failed(trouble);
        }

        if (!_people.TryGetValue(extension, out var person))
        {
            return new EngineReply.UnknownExtension(extension);
        }

        var decision = PresenceDecider.Decide(person.State, command, time.GetUtcNow());
        foreach (var happened in decision.Events)
        {
            person = (person.User, PresenceDecider.Evolve(person.State, happened), person.Sequence + 1);
            _people[extension] = person;
            (_events.TryGetValue(extension, out var events) ? events : _events[extension] = []).Add(happened);
            Show(extension, happened);
        }

        return decision.Refusal is { } refusal ? new EngineReply.Refused(refusal) : new EngineReply.Done(_board.Position);
    }

    public Task<EngineReply> SetManualAsync(string extension, PresenceCommand.SetManualPresence manual, CancellationToken cancellation) => Task.FromResult(Do(extension, manual));

    public Task<EngineReply> ClearManualAsync(string extension, CancellationToken cancellation) => Task.FromResult(Do(extension, new PresenceCommand.ClearManualPresence()));

    public List<MailboxHealth> Mailboxes { get; } = [];

    public Task<IReadOnlyList<MailboxHealth>> MailboxesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<MailboxHealth>>(Mailboxes);

    public Task<PresenceWhy?> WhyAsync(string extension, CancellationToken cancellation)
    {
        if (Broken is { } broken)
        {
            throw broken;
        }

        if (!_people.TryGetValue(extension, out var person))
        {
            return Task.FromResult<PresenceWhy?>(null);
        }

        var (_, state, _) = person;
        return Task.FromResult<PresenceWhy?>(new PresenceWhy
        {
            View = _board.Find(extension)!,
            LastChange = state.LastChange,
            Winner = state.Episode,
            Losers = state.Agenda.LosersAt(time.GetUtcNow()),
            Manual = state.Manual,
            ManualHidden = state.Manual?.IsHiddenBy(state.Episode) ?? false,
            OwnKeywords = state.User.OwnKeywords is not null,
            Sentences = [$"{extension} shows {state.Shown}."],
        });
    }

    public Task<IReadOnlyList<PresenceChangeView>?> HistoryAsync(string extension, long? before, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<PresenceChangeView>?>(
            _people.ContainsKey(extension)
                ? [.. _board.Journal.Where(c => c.Extension == extension && !(c.Position >= before)).OrderByDescending(c => c.Position).Take(limit)]
                : null);

    public Task<EngineReply> ChangeSiteAsync(Func<SiteConfiguration, SiteConfiguration> change, string by, CancellationToken cancellation, PresenceRename? rename = null)
    {
        if (Trouble is { } trouble)
        {
            return Task.FromResult<EngineReply>(new EngineReply.Failed(trouble));
        }

        try
        {
            var changed = change(Site);
            if (changed == Site)
            {
                return Task.FromResult<EngineReply>(new EngineReply.Done(_board.Position));
            }

            LastSaved = SavedLists.Of(Site, changed, rename, time.GetUtcNow(), by) ?? LastSaved;
            Site = changed with { Rules = changed.Rules with { Version = Site.Rules.Version + 1 } };
        }
        catch (RuleViolationException broken)
        {
            return Task.FromResult<EngineReply>(new EngineReply.Refused(broken.Message));
        }

        _people.Keys.ToList().ForEach(extension => Do(extension, new PresenceCommand.ApplySite(Site.Rules, rename)));
        _people.Keys.ToList().ForEach(extension => _board.Mark(ViewOf(extension)));
        return Task.FromResult<EngineReply>(new EngineReply.Done(_board.Position));
    }

    public SavedLists? LastSaved { get; private set; }

    public Task<ImmutableArray<PresenceUse>> UseAsync(CancellationToken cancellation)
    {
        var tally = new PresenceUseTally(Site.Rules);
        _people.Values.ToList().ForEach(person => tally.Take(person.State));
        return Task.FromResult(tally.Uses);
    }

    public async Task<EngineReply> PutPresencesAsync(PresenceList presences, PresenceRename? replacing, string by, CancellationToken cancellation) =>
        PresenceRemoval.ProblemOf(await UseAsync(cancellation), presences, replacing) is { } problem
            ? new EngineReply.Refused(problem)
            : await ChangeSiteAsync(site => site with { Rules = site.Rules.WithPresences(presences, replacing) }, by, cancellation, replacing);

    public async Task<EngineReply> UndoAsync(string by, CancellationToken cancellation) => LastSaved is not { } saved
        ? new EngineReply.Refused("There is nothing to take back.")
        : PresenceRemoval.ProblemOf(await UseAsync(cancellation), saved) is { } problem
            ? new EngineReply.Refused(problem)
            : await ChangeSiteAsync(site => site with { Rules = saved.ApplyTo(site.Rules) }, by, cancellation, saved.Back);

    public Task<KeywordCensus> CountAsync(KeywordList keywords, CancellationToken cancellation)
    {
        var taker = new CensusTaker(keywords, Site.Rules.Options);
        _people.Values.ToList().ForEach(person => taker.Take(person.State, person.State.Calendar.Count > 0 ? time.GetUtcNow().AddDays(2) : null));
        return Task.FromResult(taker.Census);
    }

    /// <summary>What stands for a protected password here.</summary>
    public static string Protected(string password) => $"protected {password}";

    public Task<EngineReply> ChangeExchangeAsync(ExchangeConnection? connection, string by, CancellationToken cancellation)
    {
        return ChangeSiteAsync(site => site with { Exchange = connection is null ? null : Stored(connection, site.Exchange) }, by, cancellation);

        static ExchangeSettings Stored(ExchangeConnection connection, ExchangeSettings? before) => connection.Problems().ToList() is [var problem, ..]
            ? throw new RuleViolationException(problem.Sentence)
            : new ExchangeSettings(
                connection with { Password = string.Empty },
                connection.Password.Length > 0 ? Protected(connection.Password) : before?.ProtectedPassword ?? throw new RuleViolationException("The password is missing, and none is stored."));
    }

    public Task<ImmutableArray<UserProfile>> UsersAsync(CancellationToken cancellation) => Task.FromResult(Users.All);

    public Task<DaySchedule?> DayAsync(string extension, DateOnly? day, ScheduleDetail detail, CancellationToken cancellation)
    {
        if (!_people.TryGetValue(extension, out var person))
        {
            return Task.FromResult<DaySchedule?>(null);
        }

        var schedule = ScheduleOfDay.Of(person.User, Site, time.GetUtcNow(), day);
        var past = new ShownSoFar(person.State, schedule.From, schedule.PastUntil);
        Enumerable.Reverse(_events.GetValueOrDefault(extension, [])).ToList().ForEach(past.Take);
        return Task.FromResult<DaySchedule?>(schedule.Tell(person.State, past.ToArray(), KnownUntil, detail));
    }

    public Task<ImmutableArray<string>> OfAsync(string signInName, CancellationToken cancellation) => Task.FromResult(_favourites.GetValueOrDefault(signInName, []));

    public Task<EngineReply> ReplaceAsync(string signInName, ImmutableArray<string> extensions, CancellationToken cancellation)
    {
        if (Trouble is { } trouble)
        {
            return Task.FromResult<EngineReply>(new EngineReply.Failed(trouble));
        }

        _favourites[signInName] = extensions;
        return Task.FromResult<EngineReply>(new EngineReply.Done(_board.Position));
    }

    public async Task<EngineReply> ChangeUsersAsync(ImmutableArray<UserProfile> put, ImmutableArray<string> remove, string by, CancellationToken cancellation)
    {
        await UsersGate;
        if (Trouble is { } trouble)
        {
            return new EngineReply.Failed(trouble);
        }

        if (put.SelectMany(user => user.Problems()).FirstOrDefault() is { } problem)
        {
            return new EngineReply.Refused($"{problem} Nothing was changed.");
        }

        put.ToList().ForEach(Keep);
        remove.ToList().ForEach(extension => _people.Remove(extension));
        remove.ToList().ForEach(_board.Remove);
        Publish();
        return new EngineReply.Done(_board.Position);
    }

    public async Task<EngineHealth> HealthAsync(CancellationToken cancellation)
    {
        await HealthGate;
        return new EngineHealth
        {
            Ready = IsReady,
            Extensions = _people.Count,
            Stale = _board.View().Presences.Count(view => view.StaleSince is not null),
            Journal = Journal,
            Head = _board.Position,
            Poller = Poller,
            ClockDifferenceSeconds = ClockDifference,
            Subscribers = _board.Subscribers,
        };
    }

    public void Put(UserProfile user)
    {
        Keep(user);
        Publish();
    }

    private void Publish() => Users.Turn(_people.ToImmutableSortedDictionary(person => person.Key, person => person.Value.User, StringComparer.Ordinal));

    private bool HidesTimes(UserProfile user) => user.HideTimes || Site.ScheduleTimes == ScheduleTimes.Receptionists;

    private void Keep(UserProfile user)
    {
        if (_people.TryGetValue(user.Extension, out var known))
        {
            _people[user.Extension] = known with { User = user };
            _board.Mark(ViewOf(user.Extension));
            Do(user.Extension, new PresenceCommand.ApplyUser(user.Settings));
            return;
        }

        _people[user.Extension] = (user, PresenceState.Begin(Site.Rules, user.Settings, time.GetUtcNow()), 0);
        _board.Show(ViewOf(user.Extension), _ => null);
    }

    private void Show(string extension, PresenceEvent happened) => _board.Show(ViewOf(extension), position => happened.Settlement.Change is { } change
        ? new PresenceChangeView
        {
            Position = position,
            Extension = extension,
            Sequence = _people[extension].Sequence,
            At = happened.At,
            RecordedAt = time.GetUtcNow(),
            From = change.From,
            To = change.To,
            Cause = change.Cause,
            Event = change.Appointment?.ToString(),
            Keyword = change.Keyword,
            Until = HidesTimes(_people[extension].User) ? null : happened.Settlement.Outlook.Until,
            Next = HidesTimes(_people[extension].User) ? null : happened.Settlement.Outlook.Next,
            TimesHidden = HidesTimes(_people[extension].User),
        }
        : null);

    private PresenceView ViewOf(string extension)
    {
        var (user, state, sequence) = _people[extension];
        return new PresenceView
        {
            Extension = extension,
            Name = user.Name,
            Presence = state.Shown,
            Availability = Site.Rules.Presences.Find(state.Shown)!.Availability,
            Since = state.Since,
            Cause = state.LastChange?.Cause,
            Until = state.Outlook.Until,
            Next = state.Outlook.Next,
            Manual = state.Manual is { } manual && !manual.IsHiddenBy(state.Episode) ? manual.Hold : null,
            Integrated = state.IsIntegrated,
            Sequence = sequence,
            Group = user.Group,
            TimesHidden = HidesTimes(user),
            CoveredUntil = KnownUntil,
        };
    }
}
