using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using CaPresenceActors.Actors.Audit;
using System.Text.Json;
using CaPresenceActors.Actors.Board;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Ports;
using CaPresenceActors.Actors.SignIns;
using CaPresenceActors.Actors.Site;
using CaPresenceActors.Actors.Webhooks;
using CaPresenceActors.Actors.Schedules;
using CaPresenceActors.Presence;
using CaPresenceActors.Web.Audit;
using CaPresenceActors.Web.Board;
using CaPresenceActors.Web.Clients;
using CaPresenceActors.Web.ConnectionTests;
using CaPresenceActors.Web.DryRuns;
using CaPresenceActors.Web.Health;
using CaPresenceActors.Web.History;
using CaPresenceActors.Web.Jobs;
using CaPresenceActors.Web.Mailboxes;
using CaPresenceActors.Web.Presences;
using CaPresenceActors.Web.Rules;
using CaPresenceActors.Web.SignIns;
using CaPresenceActors.Web.Schedules;
using CaPresenceActors.Web.Site;
using CaPresenceActors.Web.Users;
using CaPresenceActors.Web.Webhooks;
using Microsoft.AspNetCore.Mvc;

namespace CaPresenceActors.Web.Json;

/// <summary>The form of all JSON here: camelCase, words for enums, UTC instants, nothing for null, nothing unknown and nothing twice.</summary>
internal static class ApiJson
{
    /// <summary>How deep a body may be nested; the deepest one has three levels.</summary>
    public const int MaxDepth = 16;

    /// <summary>The options that are used throughout.</summary>
    public static JsonSerializerOptions Form { get; } = Made();

    /// <summary>As text that goes to people: umlauts and kana stay what they are. Answers are never HTML, and no browser may guess that they are.</summary>
    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MaxDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new WordConverter<Hold>());
        options.Converters.Add(new WordConverter<Availability>());
        options.Converters.Add(new WordConverter<ExchangeAuthentication>());
        options.Converters.Add(new WordConverter<ExchangeAccess>());
        options.Converters.Add(new WordConverter<AfterEvent>());
        options.Converters.Add(new WordConverter<PresenceCause>());
        options.Converters.Add(new WordConverter<ReadFailure>());
        options.Converters.Add(new WordConverter<MailboxState>());
        options.Converters.Add(new WordConverter<Role>());
        options.Converters.Add(new WordConverter<TokenScope>());
        options.Converters.Add(new WordConverter<InvitationPurpose>());
        options.Converters.Add(new WordConverter<WebhookState>());
        options.Converters.Add(new WordConverter<WebhookDeliveryKind>());
        options.Converters.Add(new WordConverter<AuditKind>());
        options.Converters.Add(new WordConverter<JobState>());
        options.Converters.Add(new WordConverter<TestStep>());
        options.Converters.Add(new WordConverter<StepState>());
        options.Converters.Add(new WordConverter<FreeBusy>());
        options.Converters.Add(new WordConverter<AppointmentReason>());
        options.Converters.Add(new WordConverter<ScheduleDetail>());
        options.Converters.Add(new WordConverter<ScheduleTimes>());
        options.Converters.Add(new WordConverter<SavedList>());
        options.Converters.Add(new WordConverter<KeywordVerdict>());
        options.Converters.Add(new WordConverter<KeywordDoubt>());
        options.Converters.Add(new PresenceViewConverter());
        options.Converters.Add(new SeenViewConverter());
        options.Converters.Add(new PresenceChangeViewConverter());
        options.Converters.Add(new NamedChangeConverter());
        options.TypeInfoResolverChain.Insert(0, ApiTypes.Default);
    }

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>What is written and read as JSON; how, <see cref="ApiJson"/> says.</summary>
[JsonSerializable(typeof(PresenceView))]
[JsonSerializable(typeof(SeenView))]
[JsonSerializable(typeof(PresenceChangeView))]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(ClientBody))]
[JsonSerializable(typeof(FavouritesBody))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(PrivacyBody))]
[JsonSerializable(typeof(ImportPreviewBody))]
[JsonSerializable(typeof(WhyBody))]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(ManualBody))]
[JsonSerializable(typeof(SiteBody))]
[JsonSerializable(typeof(PresencesBody))]
[JsonSerializable(typeof(RenameBody))]
[JsonSerializable(typeof(KeywordsBody))]
[JsonSerializable(typeof(OwnKeywordsBody))]
[JsonSerializable(typeof(OptionsBody))]
[JsonSerializable(typeof(IntegrationBody))]
[JsonSerializable(typeof(PreferencesBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(ProfileBody))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(SeriesBody))]
[JsonSerializable(typeof(ErrorsBody))]
[JsonSerializable(typeof(AuditBody))]
[JsonSerializable(typeof(SiteHistoryBody))]
[JsonSerializable(typeof(SweepSummary))]
[JsonSerializable(typeof(MailboxesBody))]
[JsonSerializable(typeof(IReadOnlyList<BadLine>))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ExchangeBody))]
[JsonSerializable(typeof(ReadingBody))]
[JsonSerializable(typeof(CredentialsBody))]
[JsonSerializable(typeof(PasswordChangeBody))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(AcceptBody))]
[JsonSerializable(typeof(InvitationBody))]
[JsonSerializable(typeof(SignInBody))]
[JsonSerializable(typeof(SignInsBody))]
[JsonSerializable(typeof(RoleBody))]
[JsonSerializable(typeof(InvitedBody))]
[JsonSerializable(typeof(NewTokenBody))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(TokensBody))]
[JsonSerializable(typeof(WebhookSpecBody))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(WebhooksBody))]
[JsonSerializable(typeof(WebhookDelivery))]
[JsonSerializable(typeof(WebhookDeliveriesBody))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(CandidateExchangeBody))]
[JsonSerializable(typeof(ConnectionTestBody))]
[JsonSerializable(typeof(DryRunRequestBody))]
[JsonSerializable(typeof(DryRunBody))]
[JsonSerializable(typeof(RulesTestBody))]
[JsonSerializable(typeof(RulesTestAnswer))]
[JsonSerializable(typeof(RulesLintBody))]
[JsonSerializable(typeof(RulesLintAnswer))]
[JsonSerializable(typeof(PresenceUseBody))]
[JsonSerializable(typeof(UndoBody))]
[JsonSerializable(typeof(int))]
internal sealed partial class ApiTypes : JsonSerializerContext;
