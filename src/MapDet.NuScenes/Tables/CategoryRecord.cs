namespace MapDet.NuScenes.Tables;

/// <summary>What an object is (table <c>category</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Name">Such as <c>human.pedestrian.adult</c>; a point precedes a subcategory.</param>
/// <param name="Description">What belongs to it.</param>
/// <param name="Index">Its number in the labels of nuScenes-lidarseg; null in tables that came without them.</param>
public sealed record CategoryRecord(string Token, string Name, string Description, int? Index);
