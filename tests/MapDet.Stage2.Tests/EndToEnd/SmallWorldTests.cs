namespace MapDet.Stage2.Tests.EndToEnd;

/// <summary>The tests that share one small world.</summary>
[CollectionDefinition(Name)]
public sealed class SmallWorldTests : ICollectionFixture<SmallWorld>
{
    public const string Name = "Small world";
}
