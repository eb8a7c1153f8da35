using TorchSharp;
using static TorchSharp.torch;

namespace MapDet.Core.Language.Recomputation;

/// <summary>A layer that keeps nothing but its input for the backward pass and computes the rest again there (activation checkpointing).</summary>
/// <remarks>Source: Chen et al., "Training Deep Nets with Sublinear Memory Cost" (2016).</remarks>
internal sealed class RecomputedLayer : autograd.SingleTensorFunction<RecomputedLayer>
{
    private const string CallKey = "call";

    /// <inheritdoc/>
    public override string Name => nameof(RecomputedLayer);

    /// <summary>Runs the layer.</summary>
    /// <param name="ctx">Keeps what the backward pass needs.</param>
    /// <param name="vars">The state [B, L, D] and the <see cref="LayerCall"/>.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor state = (Tensor)vars[0];
        LayerCall call = (LayerCall)vars[1];
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([state]);
        ctx.save_data(CallKey, call);
        return call.Run(state);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        LayerCall call = (LayerCall)ctx.get_data(CallKey);
        return [call.Guard.Run(grad_output, call.Width, () => Recompute(ctx, call, grad_output))!, null!];
    }

    private static Tensor Recompute(autograd.AutogradContext ctx, LayerCall call, Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = ctx.get_saved_variables()[0].detach().requires_grad_();
        using (enable_grad())
        {
            call.Run(state).backward([gradient]);
        }

        return state.grad!.MoveToOuterDisposeScope();
    }
}
