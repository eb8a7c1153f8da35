using System.Collections.Immutable;
using MapDet.Core.Batching;
using MapDet.Core.Contracts;
using MapDet.Core.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Detection;

/// <summary>Finds map elements with a trained model. Safe for use from several threads; one frame is computed at a time.</summary>
public sealed class MapDetector : IMapDetector
{
    private readonly IMapModel _model;
    private readonly Device _device;
    private readonly SurroundInputLoader _loader;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Creates a detector.</summary>
    /// <param name="model">The model, which the detector owns and switches to evaluation mode.</param>
    /// <param name="device">Where to compute; the model is moved there. Null: the CPU.</param>
    /// <exception cref="MapDetException">The device can't be used.</exception>
    public MapDetector(IMapModel model, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _device = device ?? CPU;
        _model.MoveTo(_device);
        _model.SetTraining(false);
        _loader = new SurroundInputLoader(new ImageTensorLoader(model.Options.Images));
    }

    /// <summary>What the model was built from.</summary>
    public MapDetOptions Options => _model.Options;

    /// <summary>Loads a self-contained model file, such as <c>best_model.safetensors</c> of a training run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="factory">Builds the model; null: one with the default stages.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged or not self-contained.</exception>
    public static MapDetector Load(string path, IMapModelFactory? factory = null) => new(MapModelFile.Load(path, factory: factory).Model);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MapDetection>> DetectAsync(SurroundFrame frame, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        SurroundInput input = await _loader.LoadAsync([frame], changes: null, frame.Cameras.Length, cancellationToken).ConfigureAwait(false);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => Detect(input), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            input.Images.Dispose();
            input.Projections.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _turn.Dispose();
    }

    private ImmutableArray<MapDetection> Detect(SurroundInput input)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        MapPredictions predictions = _model.Forward(_model.EncodeImages(input.Images.to(_device)), input.Projections.to(_device));
        return DetectionDecoding.Decode(predictions.Final, _model.Options.Range)[0];
    }
}
