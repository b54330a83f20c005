using CaPresenceActors.Journeys.Tests.Chaos;

// The chaos journey starts this program again as a host. Otherwise it is what xunit.v3 would generate.
return args switch
{
    [HostUnderChaos.Verb, var file] => await HostUnderChaos.RunAsync(file),
    _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
        await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, CaPresenceActors.Journeys.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
