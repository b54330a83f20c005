using CaPresenceActors.Kernel.Persistence;

namespace CaPresenceActors.Storage.Sqlite.Writing;

/// <summary>One append of a group cannot be written, whatever the state of the disk. The others of the group can.</summary>
internal sealed class AppendRefusedException(AppendRequest request, Exception reason) : Exception(reason.Message, reason)
{
    public AppendRequest Request { get; } = request;
}
