using System.Diagnostics;
using System.Globalization;
using CaPresenceActors.Bench.Measuring;
using CaPresenceActors.Bench.Reporting;
using CaPresenceActors.Presence;
using Calendar = CaPresenceActors.Presence.Calendar;

namespace CaPresenceActors.Bench.Commands;

/// <summary>How fast subjects are looked through for keywords, the way a reading is: from the UTF-8 of a calendar to the positions of the keywords.</summary>
internal sealed class RulesBenchmark : IBenchmark
{
    private static readonly TimeSpan EachTakes = TimeSpan.FromMilliseconds(300);

    private static readonly string[] LatinWords =
    [
        "meeting", "lunch", "holiday", "trip", "training", "interview", "review", "dentist", "workshop", "conference", "vacation", "travel", "focus", "call", "standup", "planning",
        "retro", "demo", "offsite", "audit", "budget", "doctor", "sick", "parental leave", "home office", "customer visit", "site visit", "board", "jour fixe", "one on one", "seminar",
        "webinar", "fair", "break", "gym", "school", "appointment", "on call", "out of office", "do not disturb",
    ];

    private static readonly string[] JapaneseWords =
    [
        "会議", "昼食", "休暇", "出張", "研修", "面接", "レビュー", "歯医者", "ワークショップ", "カンファレンス", "有給", "移動", "集中", "電話", "朝会", "計画", "振り返り", "デモ", "合宿", "監査", "予算", "病院",
        "病欠", "育児休業", "在宅勤務", "客先訪問", "現地視察", "取締役会", "定例", "面談", "セミナー", "ウェビナー", "展示会", "休憩", "ジム", "学校", "予約", "待機", "不在", "応答不可",
    ];

    private static readonly string[] LatinRest = ["Quarterly figures, room 4.12", "Prepare the slides for Thursday", "Birthday of Mrs Steinbach", "Pick up the new badge", "Reminder: order toner"];

    private static readonly string[] JapaneseRest = ["第三四半期の数字 4階大部屋", "木曜日の資料を準備する", "田中さんの誕生日", "新しい入館証を受け取る", "備品を注文する"];

    public string Name => "rules";

    public string Work => "subjects against 40 keywords, Latin and Japanese, whole word on and off, two thirds of them hits, on one core";

    public int UsualSize => 10_000;

    public int UsualRepeats => 7;

    public Task<Measurement> MeasureAsync(BenchRun run)
    {
        var figures = new List<Figure>();
        foreach (var (language, words, rest) in new[] { ("Latin", LatinWords, LatinRest), ("Japanese", JapaneseWords, JapaneseRest) })
        {
            foreach (var wholeWord in new[] { false, true })
            {
                var what = $"{language}{(wholeWord ? ", whole word" : "")}";
                run.Progress(what);
                figures.AddRange(Measure(run, what, words, rest, wholeWord));
            }
        }

        return Task.FromResult(new Measurement(
            new Dictionary<string, double> { ["subjects"] = run.Extensions, ["keywords"] = LatinWords.Length },
            figures,
            ["A calendar is looked through as a whole, as after a reading: the one byte a subject is the answer itself.", "The hit keywords are spread evenly over the list; a miss meets all 40."]));
    }

    private static IEnumerable<Figure> Measure(BenchRun run, string what, string[] words, string[] rest, bool wholeWord)
    {
        var keywords = KeywordList.Of([.. words.Select(word => new KeywordRow(word, "In a meeting", wholeWord))], PresenceList.Initial);
        var calendar = CalendarOf(run.Extensions, words, rest);
        var hits = calendar.Count(appointment => keywords.Match(appointment.Subject) is not null) / (double)calendar.Count;
        _ = Once(calendar, keywords);
        _ = Once(calendar, keywords);
        var found = Enumerable.Range(0, run.Repeats).Select(_ => Once(calendar, keywords)).ToList();
        yield return new Figure($"{what}: subjects a second and core", "million/s", Spread.Of(found.Select(f => f.EachSecond / 1e6))) { Bar = 2, MoreIsBetter = true };
        yield return new Figure($"{what}: allocated for one subject", "bytes", Spread.Of(found.Select(f => f.BytesEach))) { Bar = 2 };
        yield return new Figure($"{what}: hits", "of 1", Spread.Of(hits));
    }

    private static (double EachSecond, double BytesEach) Once(Calendar calendar, KeywordList keywords)
    {
        var options = new PresenceOptions();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        var subjects = 0L;
        do
        {
            GC.KeepAlive(Agenda.Of(calendar, keywords, options));
            subjects += calendar.Count;
        }
        while (Stopwatch.GetElapsedTime(began) < EachTakes);

        // Processor time: what others do on the machine is no matter of a core's speed.
        return (subjects / (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)subjects);
    }

    // Two subjects with a keyword, in the middle or at the end, to one without.
    private static Calendar CalendarOf(int subjects, string[] words, string[] rest) => Calendar.Of(Enumerable.Range(0, subjects).Select(number => new Appointment
    {
        Key = AppointmentKey.Of(number.ToString(CultureInfo.InvariantCulture)),
        Start = DateTimeOffset.UnixEpoch,
        End = DateTimeOffset.UnixEpoch.AddHours(1),
        Subject = (number % 3) switch
        {
            0 => rest[number / 3 % rest.Length],
            1 => $"{rest[number / 3 % rest.Length]} {words[number % words.Length]}",
            _ => $"#{number % 97} {words[number % words.Length]}: {rest[number / 3 % rest.Length]}",
        },
    }));
}
