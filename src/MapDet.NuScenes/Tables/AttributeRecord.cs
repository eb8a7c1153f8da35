namespace MapDet.NuScenes.Tables;

/// <summary>A property of an object that can change while its category stays (table <c>attribute</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Name">Such as <c>vehicle.parked</c>.</param>
/// <param name="Description">What it says.</param>
public sealed record AttributeRecord(string Token, string Name, string Description);
