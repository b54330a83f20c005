using System.Buffers.Binary;

namespace CaPresenceActors.Presence.Tests.Calendars;

public class AppointmentKeyTests
{
    [Fact]
    public void The_order_is_that_of_the_bytes_and_of_the_text()
    {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            var (left, right) = (Bytes(random), Bytes(random));
            var (leftKey, rightKey) = (Key(left), Key(right));
            var order = left.AsSpan().SequenceCompareTo(right);

            Math.Sign(leftKey.CompareTo(rightKey)).ShouldBe(Math.Sign(order));
            Math.Sign(string.CompareOrdinal(leftKey.ToString(), rightKey.ToString())).ShouldBe(Math.Sign(order));
            (leftKey < rightKey).ShouldBe(order < 0);
            (leftKey >= rightKey).ShouldBe(order >= 0);
        }
    }

    [Fact]
    public void Is_the_beginning_of_the_identitys_SHA256() => AppointmentKey.Of("abc").ToString().ShouldBe("ba7816bf8f01cfea414140de5dae2223");

    [Fact]
    public void Reads_what_it_writes()
    {
        AppointmentKey.Parse(AppointmentKey.Of("x").ToString()).ShouldBe(AppointmentKey.Of("x"));
        new AppointmentKey(1).ToString().ShouldBe("00000000000000000000000000000001");
    }

    // Bytes of few values, so that keys share beginnings.
    private static byte[] Bytes(Random random) => random.GetItems<byte>([0, 0, 1, 0x7F, 0x80, 0xFF], 16);

    private static AppointmentKey Key(byte[] bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));
}
