using System.Collections.Immutable;

namespace MapDet.Core.Weights.Hub;

/// <summary>The files of a repository at one commit.</summary>
/// <param name="Repository">The repository, such as <c>lmsys/vicuna-7b-v1.5</c>.</param>
/// <param name="Revision">What was asked for.</param>
/// <param name="Commit">The commit that it is.</param>
/// <param name="Files">Paths with '/', none of which leads out of the repository.</param>
public sealed record HubListing(string Repository, string Revision, string Commit, ImmutableArray<string> Files);
