# Builds, tests and runs CaPresenceActors on Windows (PowerShell 5.1 and 7). The same targets as build.sh.
param([string] $Target = 'help', [Parameter(ValueFromRemainingArguments = $true)] [string[]] $Rest)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
$solution = Join-Path $PSScriptRoot 'CaPresenceActors.sln'
$results = Join-Path (Join-Path $PSScriptRoot 'artifacts') 'test-results'

function Build { dotnet build $solution --configuration Release --nologo | Out-Host; $LASTEXITCODE }

function Test {
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    if ((Build) -ne 0) { '0 passed, 0 failed' | Out-Host; return 1 }

    $passed = 0; $failed = 0; $skipped = 0
    foreach ($project in Get-ChildItem (Join-Path $PSScriptRoot 'tests\*.Tests\*.csproj')) {
        dotnet test $project.FullName --configuration Release --no-build --nologo --results-directory $results `
            --logger "trx;LogFileName=$($project.BaseName).trx" --blame-hang-timeout 5m --blame-hang-dump-type none | Out-Host
        $status = $LASTEXITCODE

        $trx = Join-Path $results "$($project.BaseName).trx"
        $total = 0; $executed = 0; $good = 0
        if (Test-Path $trx) {
            $counters = ([xml](Get-Content $trx -Raw -Encoding UTF8)).TestRun.ResultSummary.Counters
            $total = [int]$counters.total; $executed = [int]$counters.executed; $good = [int]$counters.passed
        }
        $passed += $good; $failed += $executed - $good; $skipped += $total - $executed

        # A run that hung, crashed or found nothing is a failure of its own.
        if ($total -eq 0 -or ($status -ne 0 -and $executed -eq $good)) {
            Write-Warning "$($project.BaseName) did not run to its end (exit code $status, $total results)."
            $failed++
        }
    }

    if ($skipped -gt 0) { "$passed passed, $failed failed, $skipped skipped" | Out-Host } else { "$passed passed, $failed failed" | Out-Host }
    if ($failed -gt 0 -or $passed -eq 0) { 1 } else { 0 }
}

switch ($Target) {
    'test' { exit (Test) }
    'build' { exit (Build) }
    'run' { dotnet run --project (Join-Path $PSScriptRoot 'src\CaPresenceActors.Host') -- demo @Rest; exit $LASTEXITCODE }
    'clean' {
        Get-ChildItem (Join-Path $PSScriptRoot '*') -Include src, tests, bench | Get-ChildItem -Recurse -Directory |
            Where-Object { $_.Name -eq 'bin' -or $_.Name -eq 'obj' } | Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
        Remove-Item (Join-Path $PSScriptRoot 'artifacts') -Recurse -Force -ErrorAction SilentlyContinue
    }
    'help' { 'Usage: .\build.ps1 test | build | run [ARGUMENT...] | clean | help' }
    default { Write-Warning "No target '$Target'; .\build.ps1 help lists them."; exit 2 }
}
