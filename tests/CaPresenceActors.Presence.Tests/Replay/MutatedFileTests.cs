using System.Text;
using CaPresenceActors.Presence.Replay;
using FsCheck;
using FsCheck.Fluent;

namespace CaPresenceActors.Presence.Tests.Replay;

public class MutatedFileTests
{
    // What a file that somebody damaged may have in the place of something else.
    private static readonly string[] Splinters =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "true", "false", "0", "-1", "1e999999", "\"at\"", "\"\\ud83d\"", "\"\\ud83d\":1,", "\\ud83d", "\\ufffe", "\\u0000", "\\n", "\"\"",
        "\"2026-11-23T10:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00Z\"", "\"calendar\"", "\"until\"", "/*", "//", " ", "\u0000", "\uFEFF",
    ];

    [Fact]
    public void A_damaged_file_never_brings_anything_but_a_ScenarioException()
    {
        var files = Shared.Scenarios().Select(System.IO.File.ReadAllBytes).ToArray();
        var damaged = Gen.Choose(0, int.MaxValue).Select(seed => new Damaged(seed, Damage(files, new Random(seed))));

        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(6000), Prop.ForAll(Arb.From(damaged), file =>
        {
            try
            {
                var scenario = Scenario.Parse(file.Bytes);
                _ = ReplayRun.Changes(scenario).Select(line => line.ToString()).ToList();
                _ = ReplayRun.FirstDifference(scenario);
            }
            catch (ScenarioException e)
            {
                e.Message.ShouldNotContain("\n");
            }
        }));
    }

    private static byte[] Damage(byte[][] files, Random random)
    {
        var bytes = files[random.Next(files.Length)].ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(0, 12), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(2) * length);
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    private sealed record Damaged(int Seed, byte[] Bytes)
    {
        public override string ToString() => $"seed {Seed}:\n{Encoding.UTF8.GetString(Bytes)}";
    }
}
