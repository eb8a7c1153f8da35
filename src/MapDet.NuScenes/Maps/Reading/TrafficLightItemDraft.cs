using System.Collections.Immutable;
using MapDet.NuScenes.Maps.Layers;

namespace MapDet.NuScenes.Maps.Reading;

/// <summary>Makes the bulbs of a traffic light once the road blocks are known.</summary>
internal delegate ImmutableArray<TrafficLightItem> TrafficLightItemDraft(
    MapRelations relations, LayerDraft<RoadBlockRecord> roadBlocks, RecordOwner owner);
