namespace MapDet.Core.Weights.PyTorch;

/// <summary>A name that a pickle refers to. It is never looked up, only compared with those that are known.</summary>
/// <param name="Module">Such as <c>torch._utils</c>.</param>
/// <param name="Name">Such as <c>_rebuild_tensor_v2</c>.</param>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}
