using TorchSharp;

namespace MapDet.Core.Contracts;

/// <summary>The loss of a batch, its terms weighted and summed over all decoder layers. Scalars that belong to the current dispose scope.</summary>
/// <param name="Total">The sum of the three terms; what is differentiated.</param>
/// <param name="Classification">Focal loss.</param>
/// <param name="Points">L1 distance of the points.</param>
/// <param name="Direction">Cosine of the edges.</param>
public sealed record SetLoss(torch.Tensor Total, torch.Tensor Classification, torch.Tensor Points, torch.Tensor Direction);
