namespace CaPresenceActors.Architecture.Tests;

/// <summary>The rules of presence bring no clock, no chance and no I/O of their own: the same state, command and instant decide the same, everywhere and for ever.</summary>
public sealed class PurityTests
{
    // A namespace, a type or a member: it stands for itself and for everything below it.
    private static readonly string[] Impure =
    [
        "System.Threading",
        "System.TimeProvider",
        "System.Random",
        "System.Guid.NewGuid",
        "System.Guid.CreateVersion7",
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.TimeZoneInfo.get_Local",

        // Not the whole type: the compiler's iterators ask it for the thread they were made on.
        "System.Environment.get_TickCount",
        "System.Environment.get_TickCount64",
        "System.Environment.get_MachineName",
        "System.Environment.get_UserName",
        "System.Environment.get_ProcessId",
        "System.Environment.get_CommandLine",
        "System.Environment.get_CurrentDirectory",
        "System.Environment.GetEnvironmentVariable",
        "System.Environment.GetEnvironmentVariables",
        "System.Environment.GetCommandLineArgs",
        "System.Environment.GetFolderPath",
        "System.Environment.Exit",
        "System.Environment.FailFast",
        "System.Console",
        "System.Diagnostics.Stopwatch",
        "System.Diagnostics.Process",
        "System.IO.File",
        "System.IO.FileStream",
        "System.IO.FileInfo",
        "System.IO.Directory",
        "System.Net",
        "System.Security.Cryptography.RandomNumberGenerator",
        "Microsoft",
    ];

    // The compiler's own: records, closures and locks lean on these.
    private static readonly string[] Harmless =
    [
        "System.Threading.Interlocked",
        "Microsoft.CodeAnalysis.EmbeddedAttribute",
    ];

    [Fact]
    public void The_rules_of_presence_are_pure() => ImpureUses(AssemblyUses.Of(Compiled("CaPresenceActors.Presence.dll"))).ShouldBeEmpty();

    [Fact]
    public void The_assembly_that_is_checked_is_the_one_that_was_built() =>
        AssemblyUses.Of(Compiled("CaPresenceActors.Presence.dll")).Types.ShouldContain("System.Runtime.Versioning.TargetFrameworkAttribute");

    [Fact]
    public void An_impure_assembly_is_caught()
    {
        // This very assembly uses what the rules may not; the members below make sure of it.
        var found = ImpureUses(AssemblyUses.Of(Compiled("CaPresenceActors.Architecture.Tests.dll"))).ToList();

        found.ShouldContain("System.Threading.Tasks.Task");
        found.ShouldContain("System.TimeProvider");
        found.ShouldContain("System.Random");
        found.ShouldContain("System.Guid.NewGuid");
        found.ShouldContain("System.IO.File");
    }

    [Theory]
    [InlineData("System.Threading.Tasks.Task", true)]
    [InlineData("Microsoft.Extensions.Logging.ILogger", true)]
    [InlineData("System.Net.Http.HttpClient", true)]
    [InlineData("System.RandomAccess", false)]
    [InlineData("System.Threading.Interlocked", false)]
    [InlineData("System.Collections.Immutable.ImmutableArray", false)]
    public void A_name_counts_as_impure_by_its_namespace_or_its_whole_name(string name, bool impure) => IsImpure(name).ShouldBe(impure);

    internal static Task<string> AtRandomAsync(TimeProvider time, Random random) =>
        Task.FromResult($"{Guid.NewGuid()} {random.Next()} {time.GetUtcNow()}");

    private static IEnumerable<string> ImpureUses(AssemblyUses uses) => uses.Types.Concat(uses.Members).Where(IsImpure).Order(StringComparer.Ordinal);

    private static bool IsImpure(string name) => Matches(Impure, name) && !Matches(Harmless, name);

    private static bool Matches(string[] patterns, string name) =>
        patterns.Any(pattern => $"{name}.".StartsWith(pattern + ".", StringComparison.Ordinal));

    private static string Compiled(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly);
}
