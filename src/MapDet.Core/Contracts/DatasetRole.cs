namespace MapDet.Core.Contracts;

/// <summary>What a run uses a data set for.</summary>
public enum DatasetRole
{
    /// <summary>To train on.</summary>
    Train = 0,

    /// <summary>To choose the best model by.</summary>
    Validation = 1,
}
