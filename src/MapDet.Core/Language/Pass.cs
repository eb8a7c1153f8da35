namespace MapDet.Core.Language;

/// <summary>What passes through the language model have in common as long as neither its weights nor what sees what change.</summary>
/// <param name="Inputs">What all layers share.</param>
/// <param name="Before">What was read of the text in front; null: there is none.</param>
internal sealed record Pass(LayerInputs Inputs, TextPrefix? Before);
