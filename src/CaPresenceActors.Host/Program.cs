using CaPresenceActors.Host.Commands;
using CaPresenceActors.Host.Hosting;
using CaPresenceActors.Presence;

OwnerOnly.Apply();
if (!NormalisedText.IsSupported())
{
    Console.Error.WriteLine(
        "This machine does not normalise Unicode texts (\"Ｍ\" stays as it is), so keywords could not be matched. Install ICU (Debian: libicu72, Windows: part of the system) and do not set " +
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT. The program does not start.");
    return ExitCodes.CannotRun;
}

Console.OutputEncoding = System.Text.Encoding.UTF8;
return await CommandLine.RunAsync(args);
