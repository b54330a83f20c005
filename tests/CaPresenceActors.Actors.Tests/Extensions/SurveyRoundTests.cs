using CaPresenceActors.Actors.Extensions;
using CaPresenceActors.Presence;

namespace CaPresenceActors.Actors.Tests.Extensions;

public sealed class SurveyRoundTests
{
    private static readonly PresenceState State = PresenceState.Begin(SiteSettings.Initial, UserSettings.Initial, DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_round_is_over_when_everybody_was_asked_also_who_is_gone()
    {
        var seen = 0;
        var round = new SurveyRound(2, (_, _) => seen++);
        round.Take(State, null);
        round.Done.IsCompleted.ShouldBeFalse();
        round.Take(null, null);
        round.Done.IsCompletedSuccessfully.ShouldBeTrue();
        seen.ShouldBe(1);
    }

    [Fact]
    public async Task A_mistake_of_the_visitor_is_the_askers_and_not_the_extensions()
    {
        var round = new SurveyRound(2, (_, _) => throw new InvalidOperationException("Oh."));
        round.Take(State, null);
        round.Take(State, null);
        (await Should.ThrowAsync<InvalidOperationException>(() => round.Done)).Message.ShouldBe("Oh.");
    }

    [Fact]
    public void Who_is_asked_after_the_asker_gave_up_does_not_look()
    {
        var seen = 0;
        var round = new SurveyRound(1, (_, _) => seen++);
        round.GiveUp();
        round.Take(State, null);
        seen.ShouldBe(0);
    }
}
