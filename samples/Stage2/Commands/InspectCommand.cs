using System.CommandLine;
using MapDet.Core;
using MapDet.Core.Weights;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Inspection;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet inspect</c>: what is in a file, checked for damage.</summary>
internal sealed class InspectCommand : MapDetCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A ground-truth cache (.arrow), a safetensors or PyTorch file, a checkpoint's folder, or a folder of pretrained weights." };

    public InspectCommand(CommandContext context)
        : base(
            context,
            "inspect",
            "Shows what is in a ground-truth cache, a checkpoint or a file of weights, checked for damage; nothing in a file is run.",
            "inspect outputs/gt-cache/val.arrow",
            "inspect outputs/run/best_model.safetensors",
            "inspect outputs/run/checkpoint_epoch_3",
            "inspect original.pth",
            "inspect models/vicuna-7b-v1.5") => Arguments.Add(_file);

    /// <inheritdoc/>
    protected override bool UsesTorch => true;

    /// <inheritdoc/>
    protected override Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string path = arguments.GetRequiredValue(_file);
        if (PretrainedInspection.Recognizes(path))
        {
            PretrainedInspection.Describe(path, Context.Output, cancellationToken);
        }
        else if (Directory.Exists(path))
        {
            CheckpointInspection.Describe(path, Context.Output, cancellationToken);
        }
        else if (!File.Exists(path))
        {
            throw new MapDetException($"{path}: there is no such file or folder.");
        }
        else if (CacheInspection.Recognizes(path))
        {
            CacheInspection.Describe(path, Context.Output, cancellationToken);
        }
        else if (SafetensorsInspection.Recognizes(path))
        {
            SafetensorsInspection.Describe(path, Context.Output, cancellationToken);
        }
        else if (WeightFile.IsPyTorch(path))
        {
            PyTorchInspection.Describe(path, Context.Output, cancellationToken);
        }
        else
        {
            throw new MapDetException($"{path}: neither a ground-truth cache (.arrow) nor a safetensors or PyTorch file (.pth, .pt, .bin) nor a folder of weights.");
        }

        return Task.FromResult(ExitCode.Success);
    }
}
