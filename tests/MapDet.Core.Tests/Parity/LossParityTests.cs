using MapDet.Core.Contracts;
using MapDet.Core.Parity;
using TorchSharp;

namespace MapDet.Core.Tests.Parity;

public sealed class LossParityTests : IDisposable
{
    private readonly ParityCopies _copies = new("losses");

    public void Dispose() => _copies.Dispose();

    [Theory]
    [InlineData("permutations", 384)]
    [InlineData("assignment", 48)]
    [InlineData("matcher_v2", 133)]
    [InlineData("matcher_v4", 190)]
    [InlineData("losses_maptr_v2", 147)]
    [InlineData("losses_maptr_v4", 147)]
    [InlineData("losses_original", 182)]
    public void Every_reference_number_is_met(string file, int tensors)
    {
        ParityReport report = ParityCopies.Run(_copies.Original(file));

        Assert.Empty(report.Results.Where(r => !r.IsPassed));
        Assert.Equal(tensors, report.Passed.Length);
    }

    [Theory]
    [InlineData("permutations", "n20.ring_7.v3", 0.001)]
    [InlineData("assignment", "normal_6x6.column_of_row", 1)]
    [InlineData("matcher_v4", "batch.3.pts_cost", 0.01)]
    [InlineData("matcher_v2", "many_gt.0.assigned_order", 1)]
    [InlineData("losses_maptr_v4", "many_gt.loss_dir", 1e-4)]
    [InlineData("losses_maptr_v4", "batch.grad_points_of_loss_dir", 0.01)]
    [InlineData("losses_original", "partial_masks.loss_pts", 1e-4)]
    [InlineData("losses_original", "many_gt.0.best_gt_lines", 1e-3)]
    public void A_number_that_is_changed_is_found_and_its_tensor_named(string file, string tensor, double change)
    {
        string changed = CopyWithChange(file, tensor, change);

        ParityReport report = ParityCopies.Run(changed);

        Assert.Contains(tensor, report.Failed);
    }

    [Fact]
    public void A_number_that_is_NaN_is_no_match()
    {
        ParityReport report = ParityCopies.Run(CopyWithChange("losses_maptr_v4", "many_gt.loss_cls", double.NaN));

        Assert.Equal("many_gt.loss_cls", Assert.Single(report.Failed));
    }

    [Fact]
    public void Losses_without_their_inputs_beside_them_are_bad_input()
    {
        string file = _copies.Rewrite("losses_maptr_v4");

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => ParityCopies.Run(file));

        Assert.Contains("matcher_v4.safetensors", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_missing_is_named()
    {
        string file = Rewrite("losses_maptr_v4", tensors => tensors.Where(t => t.Name != "batch.grad_points"));

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => ParityCopies.Run(file));

        Assert.Equal((file, "batch.grad_points"), (e.File, e.Record));
    }

    [Fact]
    public void A_tensor_of_another_shape_or_type_is_named()
    {
        string flat = Rewrite("matcher_v4", tensors => tensors.Select(t => t.Name == "one_gt.logits" ? t with { Tensor = t.Tensor.flatten() } : t));
        Assert.Equal("one_gt.logits", Assert.Throws<InvalidInputException>(() => ParityCopies.Run(flat)).Record);

        string whole = Rewrite("matcher_v4", tensors => tensors.Select(t => t.Name == "one_gt.logits" ? t with { Tensor = t.Tensor.to(torch.int64) } : t));
        Assert.Equal("one_gt.logits", Assert.Throws<InvalidInputException>(() => ParityCopies.Run(whole)).Record);
    }

    [Fact]
    public void A_class_that_does_not_exist_is_named()
    {
        string file = CopyWithChange("matcher_v4", "one_gt.0.gt_labels", 7);

        Assert.Equal("one_gt.0.gt_labels", Assert.Throws<InvalidInputException>(() => ParityCopies.Run(file)).Record);
    }

    /// <summary>A file with one of a tensor's numbers made larger.</summary>
    private string CopyWithChange(string file, string tensor, double change) => Rewrite(file, tensors => tensors.Select(t =>
    {
        if (t.Name == tensor)
        {
            torch.Tensor first = t.Tensor.view(-1)[0];
            first.add_(torch.tensor(change).to(t.Tensor.dtype));
        }

        return t;
    }));

    /// <summary>A changed file with the inputs of the losses beside it.</summary>
    private string Rewrite(string file, Func<IEnumerable<NamedParameter>, IEnumerable<NamedParameter>> change)
    {
        File.Copy(_copies.Original("matcher_v4"), _copies.PathOf("matcher_v4"), overwrite: true);
        return _copies.Rewrite(file, change);
    }
}
