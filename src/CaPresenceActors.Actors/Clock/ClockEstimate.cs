namespace CaPresenceActors.Actors.Clock;

/// <summary>
/// What is known of the difference between the server's clock and our own, and the correction that follows from it (SEMANTICS §7). Immutable; the caller
/// brings the instants, as time elapsed on the monotonic clock.
/// </summary>
/// <remarks>
/// <para>
/// Answers that agree are intersected. What is known ages: quartz drifts apart and clocks are slewed, so the bounds widen by 500 millionths of the time that
/// has passed. That is the sliding window: an old answer weighs less and less, and nothing needs to be remembered but the two bounds.
/// </para>
/// <para>
/// An answer that contradicts what is known is doubted: it is kept aside, and believed only when others say the same for a while (10 s for a step of up to
/// 5 s, 60 s for a larger one, three answers at least) and none has confirmed meanwhile what was known before. So one lying answer changes nothing, nor does a
/// liar among honest servers. Before anything is known, our own clock counts as right: a first answer that says otherwise is doubted as well.
/// </para>
/// <para>
/// Nothing is corrected while the bounds hold zero. Otherwise the correction is the lower bound: answers that were stamped a moment ago and came fast put it
/// close to the truth, whether or not the server caches its date, while the upper one gets close only if it does. So the corrected clock is never knowingly ahead
/// of the server's, and better knowledge moves it forwards.
/// </para>
/// </remarks>
public sealed record ClockEstimate
{
    /// <summary>A correction of this size or more deserves a warning.</summary>
    public static readonly TimeSpan WarnFrom = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LargeStep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SmallStepDoubt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LargeStepDoubt = TimeSpan.FromSeconds(60);
    private const int FewestWitnesses = 3;

    private const long DriftPerMillion = 500;

    // Corrections do not follow every millisecond: each change makes every timer look at the clock again.
    private static readonly TimeSpan TooSmallToBegin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TooSmallToAdvance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TooSmallToRetreat = TimeSpan.FromMilliseconds(250);

    private static readonly ClockBounds Zero = new(TimeSpan.Zero, TimeSpan.Zero);

    private TimeSpan _at;
    private ClockBounds? _difference;
    private ClockBounds? _otherwise;
    private Doubt? _doubt;

    private ClockEstimate()
    {
    }

    /// <summary>No answer yet.</summary>
    public static ClockEstimate Unknown { get; } = new();

    /// <summary>What the corrected clock adds to our own.</summary>
    public TimeSpan Correction { get; private init; }

    /// <summary>Whether the clocks differ so much that somebody should be told.</summary>
    public bool Warning => Correction.Duration() >= WarnFrom;

    /// <summary>What is known at an instant; null before there is an answer to believe.</summary>
    public ClockBounds? DifferenceAt(TimeSpan elapsed) => _difference?.Widened(Drift(elapsed - _at));

    /// <summary>With one more answer.</summary>
    /// <param name="answer">What it says.</param>
    /// <param name="elapsed">When it came, on the monotonic clock.</param>
    public ClockEstimate Observe(ClockBounds answer, TimeSpan elapsed)
    {
        var heard = Aged(elapsed).Hear(answer);
        return heard with { Correction = CorrectionFor(heard._difference, Correction) };
    }

    /// <summary>
    /// With our own clock having jumped against the monotonic one. Either somebody set it, and the difference has changed by as much; or the machine was suspended,
    /// and the difference is what it was. A clock that went back was set. Of one that went forwards, what needs the smaller correction is taken to be true, and the
    /// next answer may decide for the other at once.
    /// </summary>
    /// <param name="by">How far it jumped; positive: forwards.</param>
    public ClockEstimate OwnClockJumped(TimeSpan by)
    {
        if (_difference is not { } same)
        {
            return this with { _doubt = null, _otherwise = null };
        }

        var shifted = same.Shifted(-by);
        return by < TimeSpan.Zero || (Correction - by).Duration() < Correction.Duration()
            ? this with { _difference = shifted, _otherwise = same, _doubt = null, Correction = Correction - by }
            : this with { _difference = same, _otherwise = shifted, _doubt = null };
    }

    private static TimeSpan Drift(TimeSpan age) => TimeSpan.FromTicks(Math.Max(0, age.Ticks) * DriftPerMillion / 1_000_000);

    private ClockEstimate Aged(TimeSpan elapsed)
    {
        var drift = Drift(elapsed - _at);
        return this with
        {
            _at = elapsed > _at ? elapsed : _at,
            _difference = _difference?.Widened(drift),
            _otherwise = _otherwise?.Widened(drift),
            _doubt = _doubt is { } doubt ? doubt with { Says = doubt.Says.Widened(drift) } : null,
        };
    }

    private ClockEstimate Hear(ClockBounds answer)
    {
        if (_difference is { } known && known.AgreesWith(answer))
        {
            return this with { _difference = known.And(answer), _otherwise = Together(_otherwise, answer), _doubt = _doubt?.Unless(answer) };
        }

        if (_otherwise is { } other && other.AgreesWith(answer))
        {
            return this with { _difference = other.And(answer), _otherwise = null, _doubt = null };
        }

        return _difference is null && answer.Holds(TimeSpan.Zero) ? this with { _difference = answer, _doubt = null } : DoubtAbout(answer);
    }

    private ClockEstimate DoubtAbout(ClockBounds answer)
    {
        var doubt = _doubt?.WithWitness(answer) ?? new Doubt(answer, _at, 1);
        var patience = doubt.Says.GapTo(_difference ?? Zero) > LargeStep ? LargeStepDoubt : SmallStepDoubt;
        return doubt.Witnesses >= FewestWitnesses && _at - doubt.Since >= patience
            ? this with { _difference = doubt.Says, _otherwise = null, _doubt = null }
            : this with { _doubt = doubt };
    }

    private static ClockBounds? Together(ClockBounds? bounds, ClockBounds answer) =>
        bounds is { } some && some.AgreesWith(answer) ? some.And(answer) : null;

    private static TimeSpan CorrectionFor(ClockBounds? difference, TimeSpan inForce)
    {
        if (difference is not { } known || known.Holds(TimeSpan.Zero))
        {
            return TimeSpan.Zero;
        }

        var goodEnough = inForce == TimeSpan.Zero
            ? known.GapTo(Zero) < TooSmallToBegin
            : inForce - known.Low < TooSmallToRetreat && known.Low - inForce < TooSmallToAdvance && inForce <= known.High;
        return goodEnough ? inForce : known.Low;
    }

    /// <summary>Answers that contradict what is known, and agree with each other.</summary>
    private readonly record struct Doubt(ClockBounds Says, TimeSpan Since, int Witnesses)
    {
        // Null when this answer does not say the same as those before it: then the doubt begins anew with it.
        public Doubt? WithWitness(ClockBounds answer) => Says.AgreesWith(answer) ? this with { Says = Says.And(answer), Witnesses = Witnesses + 1 } : null;

        // An answer that confirms what is known ends the doubt, unless it fits that as well and so decides nothing.
        public Doubt? Unless(ClockBounds confirming) => Says.AgreesWith(confirming) ? this with { Says = Says.And(confirming) } : null;
    }
}
