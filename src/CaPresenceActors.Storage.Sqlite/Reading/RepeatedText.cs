using System.Text;

namespace CaPresenceActors.Storage.Sqlite.Reading;

/// <summary>Makes one string of the same bytes in one row after the other: the keys of documents are few.</summary>
internal sealed class RepeatedText
{
    private byte[] _bytes = [];
    private string _text = "";

    public string Text(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.SequenceEqual(_bytes))
        {
            _bytes = bytes.ToArray();
            _text = Encoding.UTF8.GetString(bytes);
        }

        return _text;
    }
}
