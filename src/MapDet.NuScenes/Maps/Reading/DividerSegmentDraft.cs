using System.Collections.Immutable;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>Makes the segments of a divider once the nodes are known.</summary>
internal delegate ImmutableArray<DividerSegment> DividerSegmentDraft(GeometryLayers geometry, RecordOwner owner);
