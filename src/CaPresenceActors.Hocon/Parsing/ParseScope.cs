using System.Collections.Immutable;

namespace CaPresenceActors.Hocon.Parsing;

/// <summary>Where in the whole configuration a text is being read: the root, or the place of an include.</summary>
internal sealed class ParseScope
{
    private readonly IncludeBudget _budget;
    private readonly ImmutableArray<HoconPath> _bases;
    private readonly ImmutableArray<string> _openFiles;

    private ParseScope(HoconOptions options, IncludeBudget budget, HoconPath? @base, ImmutableArray<HoconPath> bases, ImmutableArray<string> openFiles, int depth)
    {
        Options = options;
        Base = @base;
        Depth = depth;
        _budget = budget;
        _bases = bases;
        _openFiles = openFiles;
    }

    public HoconOptions Options { get; }

    /// <summary>The path of the text's root in the whole configuration; null when it is included inside a list, where no path leads.</summary>
    public HoconPath? Base { get; }

    /// <summary>How many objects and lists the text stands in.</summary>
    public int Depth { get; }

    /// <summary>The scope of a layer's text. <paramref name="file"/> is the full path of the file that it comes from, if it does: it must not include itself.</summary>
    public static ParseScope ForRoot(HoconOptions options, string? file = null) =>
        new(options, new IncludeBudget(options.MaxIncludes), HoconPath.Root, [HoconPath.Root], file is null ? [] : [file], depth: 0);

    /// <summary>Where a path that is written in this text may be found, the nearest place first.</summary>
    public ImmutableArray<HoconPath> Candidates(HoconPath path) => [.. _bases.Select(@base => @base.Append(path))];

    public void CheckDepth(HoconOrigin origin, int depth)
    {
        if (depth > Options.MaxDepth)
        {
            throw new HoconException(origin, $"found objects or lists nested deeper than {Options.MaxDepth}. Needed: a flatter configuration.");
        }
    }

    /// <summary>Reads an included file. One that does not exist counts as empty, unless it is required.</summary>
    public ObjectNode Include(IncludeStatement include, SourceText includingText, HoconPath? at, int depth)
    {
        var directory = includingText.Directory
            ?? throw new HoconException(include.Origin, "found an include in a text that is not a file. Needed: a file, since includes are looked for in the directory of the including file.");
        _budget.Spend(include);

        var merged = new ObjectNode(include.Origin);
        var found = false;
        foreach (var candidate in FilesFor(Path.Combine(directory, include.Name)))
        {
            if (SourceFiles.TryRead(candidate, include.Origin, Options) is { } text)
            {
                found = true;
                merged.Merge(HoconParser.ParseObjectDocument(text, Enter(candidate, include, at, depth)));
            }
        }

        return found || !include.IsRequired
            ? merged
            : throw new HoconException(include.Origin, $"the required include {Path.Combine(directory, include.Name)} does not exist. Needed: this file, or an include without required().");
    }

    // A name without extension stands for the JSON file and the HOCON file of that name, the latter overriding the former.
    private static string[] FilesFor(string path)
    {
        var full = Path.GetFullPath(path);
        return Path.HasExtension(full) || File.Exists(full) ? [full] : [full + ".json", full + ".conf"];
    }

    private ParseScope Enter(string file, IncludeStatement include, HoconPath? at, int depth)
    {
        if (_openFiles.Contains(file))
        {
            throw new HoconException(include.Origin, $"found files that include each other in a circle: {string.Join(" -> ", [.. _openFiles, file])}. Needed: an end to it.");
        }

        var bases = at is null || _bases.Contains(at) ? _bases : _bases.Insert(0, at);
        return new ParseScope(Options, _budget, at, bases, _openFiles.Add(file), depth);
    }

    private sealed class IncludeBudget(int max)
    {
        private int _spent;

        public void Spend(IncludeStatement include)
        {
            if (++_spent > max)
            {
                throw new HoconException(include.Origin, $"found more than {max} includes in all. Needed: fewer; perhaps files include each other many times over.");
            }
        }
    }
}
