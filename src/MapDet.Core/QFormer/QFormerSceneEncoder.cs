using MapDet.Core.Contracts;
using MapDet.Core.Geometry;
using MapDet.Core.Runtime;
using MapDet.Core.Weights;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MapDet.Core.QFormer;

/// <summary>
/// Reads the image tokens of each camera by a Q-Former of its own queries and projects the result into the language model's space.
/// Queries know their camera by an embedding, image tokens their place by the camera's geometry.
/// </summary>
/// <remarks>
/// Source: BLIP-2 for <c>query_tokens</c>, <c>qformer</c> and <c>language_projection</c>; the geometry is added to the image tokens
/// (and so to keys and values) after the manner of PETR.
/// </remarks>
public sealed class QFormerSceneEncoder : nn.Module, ISceneEncoder
{
    private const double PretrainedQueryStd = 0.02;
    private const double DrawnQueryStd = 0.5;
    private readonly bool _attendsToClassToken;

    [ComponentName(Name = "query_tokens")]
    private readonly Parameter _queryTokens;

    [ComponentName(Name = "camera_embedding")]
    private readonly Parameter _cameraEmbedding;

    private readonly CameraGeometryEncoder _geometry;
    private readonly QFormerModel _qformer;
    private readonly Linear _projection;

    /// <summary>Creates a scene encoder with random weights.</summary>
    /// <param name="options">The Q-Former's shape.</param>
    /// <param name="visionWidth">Width Dv of the image tokens.</param>
    /// <param name="languageWidth">Width D of the scene tokens.</param>
    /// <param name="range">What ground places are normalised by.</param>
    /// <param name="weights">Makes the parameters.</param>
    /// <param name="cameras">Number of cameras C.</param>
    public QFormerSceneEncoder(
        QFormerOptions options, int visionWidth, int languageWidth, PerceptionRange range, InitialWeights weights, int cameras = 6)
        : base(nameof(QFormerSceneEncoder))
    {
        ArgumentNullException.ThrowIfNull(options);
        _attendsToClassToken = options.AttendToClassToken;
        double queryStd = options.StartsFromPretrained ? PretrainedQueryStd : DrawnQueryStd;
        double cameraStd = options.StartsFromPretrained ? 0 : DrawnQueryStd;
        _queryTokens = weights.Normal(queryStd, 1, options.NumQueryTokens, options.HiddenSize);
        _cameraEmbedding = weights.Normal(cameraStd, cameras, 1, options.HiddenSize);
        _geometry = new CameraGeometryEncoder(options, visionWidth, range, weights);
        _qformer = new QFormerModel(options, visionWidth, weights);
        _projection = weights.Linear(options.HiddenSize, languageWidth);
        register_parameter("query_tokens", _queryTokens);
        register_parameter("camera_embedding", _cameraEmbedding);
        register_module("camera_geometry", _geometry);
        register_module("qformer", _qformer);
        register_module("language_projection", _projection);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The number of cameras is another one, or there is no class token to attend to.</exception>
    public Tensor Encode(ImageTokens images, Tensor projections)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(projections);
        long batch = images.Tokens.shape[0];
        if (images.Tokens.shape[1] != _cameraEmbedding.shape[0])
        {
            throw new ArgumentException(
                $"The scene encoder knows {_cameraEmbedding.shape[0]} cameras, the image tokens come from {images.Tokens.shape[1]}.", nameof(images));
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor source = WithClassToken(images, images.Tokens.flatten(0, 1).Plus(_geometry.Encode(images, projections)));
        Tensor queries = _queryTokens.Plus(_cameraEmbedding).repeat(batch, 1, 1);
        Tensor scene = _projection.call(_qformer.call(queries, source));
        return scene.reshape(batch, -1, scene.shape[2]).MoveToOuterDisposeScope();
    }

    private Tensor WithClassToken(ImageTokens images, Tensor tokens)
    {
        if (!_attendsToClassToken)
        {
            return tokens;
        }

        Tensor classTokens = images.ClassTokens
            ?? throw new ArgumentException("The Q-Former attends to the class token, but the vision tower gave none.", nameof(images));
        return cat([classTokens.flatten(0, 1).unsqueeze(1), tokens], 1);
    }
}
