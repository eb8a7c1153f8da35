using TorchSharp;

// Not one line of ours comes before torch: what makes it load has to come in by itself.
using torch.Tensor x = torch.full(3, 2.0f, requires_grad: true);
using torch.Tensor y = (x * x).sum();
y.backward();
Console.WriteLine($"sum {y.item<float>()} gradient {x.grad![0].item<float>()}");

try
{
    using torch.Tensor wrong = torch.mm(torch.ones(2, 3), torch.ones(2, 3));
}
catch (System.Runtime.InteropServices.ExternalException e)
{
    Console.WriteLine($"caught {e.GetType().Name}");
}
