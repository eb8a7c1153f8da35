namespace MapDet.Core.Contracts;

/// <summary>The three parts of the model that Stage 2 trains.</summary>
public enum TrainedPart
{
    /// <summary>Q-Former and its projection to the language model.</summary>
    QFormer = 0,

    /// <summary>Map queries.</summary>
    MapQueries = 1,

    /// <summary>Map decoder.</summary>
    MapDecoder = 2,
}
