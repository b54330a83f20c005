using CaPresenceActors.Storage.Tests.Killing;

// Tests start this program again to have a process that they can kill. Otherwise it is what xunit.v3 would generate.
return args switch
{
    [Appender.Verb, var file, var seed] => await Appender.RunAsync(file, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture)),
    _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
        await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, CaPresenceActors.Storage.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
