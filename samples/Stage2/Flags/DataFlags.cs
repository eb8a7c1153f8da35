using System.CommandLine;
using MapDet.Core;
using MapDet.Stage2.Settings;

namespace MapDet.Stage2.Flags;

/// <summary>Where the data set is and which samples are meant.</summary>
internal sealed class DataFlags : FlagSet
{
    public DataFlags()
    {
        DataRoot = Flag<string?>("--dataroot", "The folder that holds the tables (v1.0-*/), maps/ and samples/.", "DIR");
        Version = Flag<string?>("--version", "The version of the tables: v1.0-mini, v1.0-trainval or v1.0-test.", "V");
        SplitFile = Flag<string?>("--split-file", "JSON with splits of your own: name to list of scene names.", "FILE");
    }

    /// <summary>The folder of the data set.</summary>
    public Option<string?> DataRoot { get; }

    /// <summary>The version of the tables.</summary>
    public Option<string?> Version { get; }

    /// <summary>Splits of the user's own.</summary>
    public Option<string?> SplitFile { get; }

    /// <summary>Where the data is, for commands that take nothing else from a configuration.</summary>
    /// <exception cref="MapDetException">Folder or version is missing.</exception>
    public DataSettings Resolve(ParseResult arguments) => new DataSettings
    {
        DataRoot = arguments.GetValue(DataRoot),
        Version = arguments.GetValue(Version),
        SplitFile = arguments.GetValue(SplitFile),
    }.Checked();
}
