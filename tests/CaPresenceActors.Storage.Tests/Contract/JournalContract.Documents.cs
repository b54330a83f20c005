using CaPresenceActors.Storage.Tests.Support;

namespace CaPresenceActors.Storage.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_document_is_overwritten_and_deleted_and_takes_no_position()
    {
        var anna = Actor("anna");
        await anna.Write("reading", "monday");
        await anna.Write("manual", "away");
        await anna.Write("reading", "tuesday");
        await Actor("bert").Write("reading", "wednesday");
        await anna.Write("manual", null);
        await anna.Write("never", null);

        await Reopen();

        (await Recovered.All(Journal)).Documents.ShouldBe(["anna/reading=tuesday", "bert/reading=wednesday"], ignoreOrder: true);
        (await Recovered.One(Journal, "anna")).Documents.ShouldBe(["anna/reading=tuesday"]);
        Journal.Head.ShouldBe(0);
    }

    [Fact]
    public async Task Events_and_documents_of_one_append_belong_together_and_of_one_document_the_last_write_counts()
    {
        await Actor("anna").Append(new TestAppend(
            "anna", 1, 0, [TestAppend.Event("a1")],
            TestAppend.Document("reading", "monday"), TestAppend.Document("reading", "tuesday"), TestAppend.Document("empty", "")));

        var recovered = await Recovered.All(Journal);

        recovered.Documents.ShouldBe(["anna/reading=tuesday", "anna/empty="], ignoreOrder: true);
        recovered.Events.ShouldBe(["1 anna 1 <0 a1"]);
    }
}
