namespace MapDet.Training.Loop;

/// <summary>The number type of forward and backward pass. What is trained, the loss and the matcher are float32 always.</summary>
public enum TrainingPrecision
{
    /// <summary>float32 everywhere.</summary>
    Fp32 = 0,

    /// <summary>bfloat16 in the frozen stages.</summary>
    Bf16 = 1,

    /// <summary>float16 in the frozen stages, with a scaled loss.</summary>
    Fp16 = 2,
}
