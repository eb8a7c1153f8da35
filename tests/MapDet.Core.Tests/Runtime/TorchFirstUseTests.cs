using TorchSharp;

namespace MapDet.Core.Tests.Runtime;

public sealed class TorchFirstUseTests
{
    [Fact]
    public void Torch_used_before_anything_of_ours_works()
    {
        using torch.Tensor x = torch.ones(2, 3, requires_grad: true);
        using torch.Tensor y = (x * x).sum();
        y.backward();

        Assert.Equal(2f, x.grad![0, 0].item<float>());
    }
}
