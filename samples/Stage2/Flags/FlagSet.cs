using System.CommandLine;

namespace MapDet.Stage2.Flags;

/// <summary>Flags that belong together and that several commands take.</summary>
internal abstract class FlagSet
{
    private readonly List<Option> _options = [];

    /// <summary>Gives a command these flags.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in _options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Makes a flag of the set.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="valueName">What stands for its value in the help.</param>
    protected Option<T> Flag<T>(string name, string description, string? valueName = null)
    {
        Option<T> option = new(name) { Description = description, HelpName = valueName };
        _options.Add(option);
        return option;
    }
}
