namespace MapDet.NuScenes.Tables;

/// <summary>An object that is followed through a scene (table <c>instance</c> with its <c>category</c>).</summary>
/// <param name="Token">Its unique name.</param>
/// <param name="Category">What it is.</param>
/// <param name="AnnotationCount">Number of its annotations.</param>
/// <param name="FirstAnnotation">Token of the first one.</param>
/// <param name="LastAnnotation">Token of the last one.</param>
public sealed record InstanceRecord(string Token, CategoryRecord Category, int AnnotationCount, string FirstAnnotation, string LastAnnotation);
