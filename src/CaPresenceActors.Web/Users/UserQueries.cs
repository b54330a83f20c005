using System.Globalization;
using CaPresenceActors.Actors.Polling;
using CaPresenceActors.Actors.Users;
using CaPresenceActors.Web.Guarding;
using CaPresenceActors.Web.Json;
using CaPresenceActors.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace CaPresenceActors.Web.Users;

/// <summary>Which users a request asks for, from its query.</summary>
/// <param name="Value">What it asks for; null: everybody, without pages.</param>
/// <param name="State">Only whose mailbox is in this state, which the users' own book does not know.</param>
internal sealed record UserQueries(UserQuery? Value, MailboxState? State)
{
    private const int UsualLimit = 100;
    private const int MaxLimit = 1000;
    private const int MaxSearchLength = 200;

    private static readonly string[] Known = ["search", "group", "integration", "account", "own", "state", "after", "limit"];

    /// <summary>Called by the framework for a parameter of this type.</summary>
    public static ValueTask<UserQueries?> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        return ValueTask.FromResult<UserQueries?>(Array.Exists(Known, query.ContainsKey) ? new UserQueries(Read(query), StateOf(query)) : new UserQueries(null, null));
    }

    /// <summary>The address of the page after this one.</summary>
    public string Next(string after)
    {
        var asked = Value!;
        (string Name, string? Value)[] parts =
        [
            ("search", asked.Search), ("group", asked.Group), ("integration", Flag(asked.Integration)), ("account", asked.HasAccount switch { true => "with", false => "without", _ => null }),
            ("own", Flag(asked.HasOwnKeywords)), ("state", State is { } state ? Words<MailboxState>.Of(state).Value : null), ("after", after), ("limit", asked.Limit.ToString(CultureInfo.InvariantCulture)),
        ];
        return "/api/v1/users?" + string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }

    private static UserQuery Read(IQueryCollection query) => new()
    {
        Search = One(query, "search") is { Length: > MaxSearchLength } ? throw Wrong(query, "search", $"at most {MaxSearchLength} characters are allowed") : One(query, "search"),
        Group = One(query, "group"),
        Integration = Word(query, "integration", ("true", true), ("false", false)),
        HasAccount = Word(query, "account", ("with", true), ("without", false)),
        HasOwnKeywords = Word(query, "own", ("true", true), ("false", false)),
        After = One(query, "after"),
        Limit = One(query, "limit") is not { } limit ? UsualLimit
            : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit ? number
            : throw Wrong(query, "limit", $"a whole number from 1 to {MaxLimit} is needed"),
    };

    private static MailboxState? StateOf(IQueryCollection query) => One(query, "state") switch
    {
        null => null,
        var word when Words<MailboxState>.TryParse(word, out var state) => state,
        _ => throw Wrong(query, "state", $"one of the words {Words<MailboxState>.All} is needed"),
    };

    private static string? One(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var only] => only ?? string.Empty,
        var several => throw ProblemException.Query($"The query has {several.Count} of {name}; one is needed."),
    };

    private static bool? Word(IQueryCollection query, string name, (string Word, bool Value) first, (string Word, bool Value) second) => One(query, name) switch
    {
        null => null,
        var word when word == first.Word => first.Value,
        var word when word == second.Word => second.Value,
        _ => throw Wrong(query, name, $"{first.Word} or {second.Word} is needed"),
    };

    private static ProblemException Wrong(IQueryCollection query, string name, string needed) =>
        ProblemException.Query($"The query's {name} is \"{Clipped.Text(query[name].ToString())}\"; {needed}.");

    private static string? Flag(bool? value) => value switch { true => "true", false => "false", _ => null };
}
