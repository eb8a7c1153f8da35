using Apache.Arrow;
using Apache.Arrow.Types;

namespace MapDet.NuScenes.GroundTruth;

/// <summary>The Arrow schema of a cache: a row a sample.</summary>
internal static class CacheSchema
{
    public const int MatrixSize = 16;

    public static StructType Element(int pointCount) => new(
    [
        new Field("class_id", Int8Type.Default, nullable: false),
        new Field("closed", BooleanType.Default, nullable: false),
        new Field("vertices", Vertices, nullable: false),
        new Field("points", Points(pointCount), nullable: false),
    ]);

    public static ListType Vertices { get; } = new(Item(FloatType.Default));

    public static FixedSizeListType Points(int pointCount) => new(Item(FloatType.Default), 2 * pointCount);

    public static FixedSizeListType Matrix { get; } = new(Item(DoubleType.Default), MatrixSize);

    public static ListType Elements(int pointCount) => new(Item(Element(pointCount)));

    public static Schema Create(GroundTruthCacheInfo info) => new(
        [
            new Field("sample_token", StringType.Default, nullable: false),
            new Field("scene_name", StringType.Default, nullable: false),
            new Field("location", StringType.Default, nullable: false),
            new Field("lidar2global", Matrix, nullable: false),
            new Field("elements", Elements(info.PointCount), nullable: false),
        ],
        CacheMetadata.Write(info));

    private static Field Item(IArrowType type) => new("item", type, nullable: false);
}
