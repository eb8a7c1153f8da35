namespace MapDet.NuScenes.Synthesis.Roads;

/// <summary>How important a road is, which decides how many lanes it has.</summary>
internal enum RoadClass
{
    /// <summary>One lane a direction.</summary>
    Side,

    /// <summary>Two lanes a direction.</summary>
    Street,

    /// <summary>Three lanes a direction.</summary>
    Avenue,

    /// <summary>Four lanes a direction.</summary>
    Boulevard,

    /// <summary>One to three lanes, all in one direction.</summary>
    OneWay,
}
