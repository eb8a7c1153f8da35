namespace MapDet.Core.Tests.Fixtures;

/// <summary>Tests that must not run beside others in the process.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
#pragma warning disable CA1711 // The name that xunit gives to the thing.
public sealed class AloneCollection;
#pragma warning restore CA1711
