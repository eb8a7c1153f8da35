using System.CommandLine;
using MapDet.Core.Detection.Pretrained;

namespace MapDet.Stage2.Flags;

/// <summary>Where the frozen parts are that a trained model refers to, where they have moved since.</summary>
internal sealed class FrozenPartFlags : FlagSet
{
    private readonly Option<string?> _language;
    private readonly Option<string?> _vision;

    public FrozenPartFlags()
    {
        _language = Flag<string?>("--llm-path", "Where the model's language model lies now, if not where it was in training.", "DIR");
        _vision = Flag<string?>("--vision-path", "Where the checkpoint of its vision tower lies now.", "DIR");
    }

    /// <summary>What the user gave.</summary>
    public PretrainedOptions Resolve(ParseResult arguments) => new() { Language = arguments.GetValue(_language), Vision = arguments.GetValue(_vision) };
}
