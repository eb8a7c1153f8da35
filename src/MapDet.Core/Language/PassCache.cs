using MapDet.Core.Language.Attention;
using MapDet.Core.Queries;
using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language;

/// <summary>
/// Computes once what every pass needs: keys and values of the text in front of the scene tokens, masks, rotary table. Made anew where the model is on
/// another device or of another type. Safe for use from several threads.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="embed">Gives the embeddings of the text, [P, D], P possibly 0.</param>
internal sealed class PassCache(LlamaModel model, Func<Tensor> embed)
{
    private readonly Lock _lock = new();
    private (MapQueryOptions Queries, int PrefixLength) _key;
    private Pass? _pass;

    /// <summary>What a pass needs; its tensors belong to the cache.</summary>
    /// <param name="attention">Which position sees which.</param>
    public Pass Get(MapAttention attention)
    {
        lock (_lock)
        {
            if (_pass is not null && !IsOfModel(_pass))
            {
                Clear();
            }

            (MapQueryOptions, int) key = (attention.Queries, attention.PrefixLength);
            if (_pass is null || _key != key)
            {
                // Inputs that are replaced are left to the garbage collector: a backward pass may still need them.
                _pass = Create(attention, _pass?.Before);
                _key = key;
            }

            return _pass;
        }
    }

    /// <summary>Drops everything. Nothing may compute with it any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (Tensor tensor in _pass is null ? [] : Tensors(_pass))
            {
                tensor.Dispose();
            }

            _pass = null;
        }
    }

    private static IEnumerable<Tensor> Tensors(Pass pass) => [.. pass.Inputs.Tensors, .. pass.Before?.Tensors ?? []];

    private bool IsOfModel(Pass pass)
    {
        Tensor mask = pass.Inputs.Attention.Masks.First();
        return mask.dtype == model.Type && mask.device_type == model.Device.type && mask.device_index == model.Device.index;
    }

    private Pass Create(MapAttention attention, TextPrefix? read)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        TextPrefix? before = read ?? Read();
        int length = before?.Length ?? 0;
        LayerInputs inputs = new(new MapQueryAttention(attention, model.Type, length), model.Rotary(length, attention.Length - length));
        Pass pass = new(inputs, before);
        scope.Detach(Tensors(pass));
        return pass;
    }

    private TextPrefix? Read()
    {
        Tensor text = embed();
        return text.shape[0] == 0 ? null : model.Read(text);
    }
}
