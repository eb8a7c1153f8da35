using System.CommandLine;
using MapDet.Core;
using MapDet.Stage2.Settings;
using MapDet.Training.Loop;

namespace MapDet.Stage2.Flags;

/// <summary>The samples that a command works on: a split of a data set.</summary>
internal sealed class SplitFlags
{
    private readonly DataFlags _data = new();
    private readonly Option<string?> _split = new("--split") { Description = "train, val, test, mini_train, mini_val, or a name of --split-file.", HelpName = "S" };
    private readonly Option<string?> _cache = new("--gt-cache") { Description = "Ground-truth cache of the split; made when absent.", HelpName = "F.arrow" };
    private readonly Option<int> _workers = new("--num-workers") { Description = "Pictures that are read at the same time.", DefaultValueFactory = _ => new DataSettings().Workers, HelpName = "N" };

    private readonly Option<string> _device = new("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => new TrainingOptions().Device, HelpName = "DEVICE" };

    /// <summary>Gives a command these flags.</summary>
    public void AddTo(Command command)
    {
        _data.AddTo(command);
        foreach (Option option in new Option[] { _split, _cache, _workers, _device })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>True if the user named a data set.</summary>
    public bool HasDataset(ParseResult arguments) => arguments.GetValue(_data.DataRoot) is not null;

    /// <summary>The cache that the user named, or null.</summary>
    public string? Cache(ParseResult arguments) => arguments.GetValue(_cache);

    /// <summary>Where the model runs.</summary>
    public string Device(ParseResult arguments) => arguments.GetRequiredValue(_device);

    /// <summary>The split as the data of a run's evaluation.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="knownSplit">The split where the user named none; null: there has to be one.</param>
    /// <exception cref="MapDetException">Something is missing.</exception>
    public DataSettings Resolve(ParseResult arguments, string? knownSplit = null) => _data.Resolve(arguments) with
    {
        ValidationSplit = arguments.GetValue(_split) ?? knownSplit ?? throw new MapDetException("--split is missing: which samples of the data set."),
        ValidationCache = Cache(arguments),
        Workers = arguments.GetValue(_workers),
    };
}
