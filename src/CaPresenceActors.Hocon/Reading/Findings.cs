namespace CaPresenceActors.Hocon.Reading;

/// <summary>What all readers of one configuration have found so far.</summary>
internal sealed class Findings(HoconObject root, KnownKeys known, Func<string, bool> isSecret)
{
    private readonly List<ConfigProblem> _problems = [];

    public IReadOnlyList<ConfigProblem> Problems => _problems;

    public HoconObject Root => root;

    public KnownKeys Known => known;

    public HashSet<string> Secrets { get; } = [];

    public bool IsSecret(string shownPath) => Secrets.Contains(shownPath) || isSecret(shownPath);

    // A setting that is read twice is still one problem.
    public void Add(ConfigProblem problem)
    {
        if (!_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }
}
