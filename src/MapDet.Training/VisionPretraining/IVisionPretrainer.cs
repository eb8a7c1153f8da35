using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Detection;

namespace MapDet.Training.VisionPretraining;

/// <summary>
/// Trains a vision tower that has no pretrained weights on a dense task: for each small cell of an image, does a ground-truth line of
/// each class, projected into the image, pass through it?
/// </summary>
public interface IVisionPretrainer
{
    /// <summary>Trains a fresh tower and saves it.</summary>
    /// <param name="dataset">Samples with ground truth.</param>
    /// <param name="model">The model's options; the tower and the pictures are built from them.</param>
    /// <param name="options">How to train.</param>
    /// <param name="outputPath">The safetensors file to write, parameters named <c>vision_model.*</c>.</param>
    /// <param name="progress">Is told of every step, on the training thread.</param>
    /// <param name="cancellationToken">Stops the work; nothing is written then.</param>
    /// <exception cref="MapDetException">Options or data can't be used.</exception>
    Task<VisionPretrainingResult> PretrainAsync(
        IMapDataset dataset,
        MapDetOptions model,
        VisionPretrainingOptions options,
        string outputPath,
        IProgress<VisionPretrainingStep>? progress = null,
        CancellationToken cancellationToken = default);
}
