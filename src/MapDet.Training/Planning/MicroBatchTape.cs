using System.Collections.Immutable;
using MapDet.Core.Contracts;
using MapDet.Core.Decoding;
using MapDet.Core.Detection;
using MapDet.Training.Planning.Stages;
using MapDet.Training.Planning.Tape;

namespace MapDet.Training.Planning;

/// <summary>Follows the memory of a forward and a backward pass from the picture to the loss, by shapes alone.</summary>
/// <param name="model">The model.</param>
/// <param name="promptLength">Tokens of the prompt.</param>
/// <param name="frozenElementSize">Bytes of a number that the frozen stages compute with.</param>
/// <param name="recomputes">True where the language model's layers are computed again in the backward pass.</param>
internal sealed class MicroBatchTape(MapDetOptions model, long promptLength, int frozenElementSize, bool recomputes = false)
{
    private readonly VisionStage _vision = new(model.Vision, model.Images, frozenElementSize);
    private readonly SceneStage _scene = new(model.QFormer, model.Language.HiddenSize);
    private readonly LanguageStage _language = new(model.Language, model.Queries, frozenElementSize, promptLength, recomputes);

    /// <summary>Bytes of what the vision tower makes of a sample's pictures.</summary>
    public long FeatureBytes => CameraChannels.All.Length * _vision.Tokens * model.Vision.HiddenSize * sizeof(float);

    /// <summary>The memory of a pass.</summary>
    /// <param name="samples">Samples that are computed together.</param>
    /// <param name="remembersFeatures">True where image features stay in a cache, whose memory is counted there.</param>
    public PassMemory Follow(int samples, bool remembersFeatures)
    {
        // The tower sees one sample at a time.
        MemoryTape vision = new();
        _vision.Encode(vision, CameraChannels.All.Length);
        long encoded = remembersFeatures ? 0 : samples * FeatureBytes;
        MemoryTape tape = new();
        tape.ScopeOfMany(() =>
        {
            VirtualTensor images = tape.Create([(long)samples * CameraChannels.All.Length, _vision.Tokens - 1, model.Vision.HiddenSize]);
            tape.Create([images.Shape[0], images.Width]);
            VirtualTensor loss = Forward(tape, images, samples);
            tape.Backward(loss);
            return [];
        });
        return new PassMemory(encoded + Math.Max(vision.Peak, tape.Peak), vision.Peak, tape.Kept.ToImmutableDictionary());
    }

    private VirtualTensor Forward(MemoryTape tape, VirtualTensor images, long samples)
    {
        VirtualTensor predictions = tape.Scope(() =>
        {
            VirtualTensor scene = _scene.Encode(tape, images);
            long length = _scene.Tokens + model.Queries.Total;
            VirtualTensor queries = tape.Create([1, model.Queries.Total, scene.Width], requiresGradient: true);
            VirtualTensor embeddings = tape.Concatenate([samples, length, scene.Width], scene, tape.Part(queries, samples, model.Queries.Total, scene.Width));
            VirtualTensor states = _language.Run(tape, embeddings);
            VirtualTensor ofQueries = tape.Part(states, samples, model.Queries.Total, scene.Width);
            return model.Decoder.Kind == DecoderKind.Refinement
                ? new RefinementStage(model.Decoder, model.Queries).Decode(tape, ofQueries)
                : new DecoderStage(model.Decoder, model.Queries, model.Range, model.Vision.PatchSize / model.Decoder.SamplingStride)
                    .Decode(tape, ofQueries, tape.Part(states, [.. scene.Shape]), images);
        });
        return new LossStage(model).Compute(tape, predictions, samples);
    }
}
