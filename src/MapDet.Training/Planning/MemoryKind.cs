namespace MapDet.Training.Planning;

/// <summary>What memory is used for.</summary>
public enum MemoryKind
{
    /// <summary>Parameters and buffers of the model.</summary>
    Weights = 0,

    /// <summary>Gradients of the trained parameters.</summary>
    Gradients = 1,

    /// <summary>AdamW's moments, and what its update needs for its own time.</summary>
    Optimizer = 2,

    /// <summary>What forward and backward pass need beside the parameters.</summary>
    Activations = 3,

    /// <summary>What the run remembers: image features, ground truth, tables.</summary>
    Caches = 4,

    /// <summary>Pictures that are loaded or wait for their use.</summary>
    Pictures = 5,

    /// <summary>Code, managed memory, buffers of the kernels, and memory between what is in use.</summary>
    Runtime = 6,
}
