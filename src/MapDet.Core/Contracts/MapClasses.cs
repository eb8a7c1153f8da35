using System.Collections.Immutable;

namespace MapDet.Core.Contracts;

/// <summary>The classes and their names in files.</summary>
public static class MapClasses
{
    /// <summary>Number of classes.</summary>
    public const int Count = 3;

    /// <summary>Names in the order of <see cref="MapClass"/>.</summary>
    public static ImmutableArray<string> Names { get; } = ["divider", "ped_crossing", "boundary"];

    /// <summary>All classes in order.</summary>
    public static ImmutableArray<MapClass> All { get; } = [MapClass.Divider, MapClass.PedCrossing, MapClass.Boundary];

    /// <summary>The name of a class in files.</summary>
    public static string Name(this MapClass mapClass) => Names[(int)mapClass];
}
