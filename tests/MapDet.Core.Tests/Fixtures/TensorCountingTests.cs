namespace MapDet.Core.Tests.Fixtures;

/// <summary>Tests that count all living tensors of the process, so that no others may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TensorCountingTests
{
    public const string Name = "counts tensors";
}
