using MapDet.NuScenes.Synthesis;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Flags;
using MapDet.Stage2.Settings;

namespace MapDet.Stage2.Verification;

/// <summary>A few synthetic samples in a temporary folder, for a check without a data set.</summary>
internal sealed class TrialWorld : IDisposable
{
    private const string Version = "v1.0-mini";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mapdet-verify-");

    private TrialWorld()
    {
    }

    /// <summary>Renders the samples of a check, and says so.</summary>
    public static Task<TrialWorld> CreateAsync(CommandContext context, CancellationToken cancellationToken)
    {
        context.Progress.WriteLine("No --dataroot: the check runs on a few synthetic samples.");
        return CreateAsync(4, new ImageSize(256, 144), cancellationToken);
    }

    /// <summary>Renders samples.</summary>
    /// <param name="samples">Of training and validation each.</param>
    /// <param name="pictures">Size of their pictures.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<TrialWorld> CreateAsync(int samples, ImageSize pictures, CancellationToken cancellationToken)
    {
        TrialWorld world = new();
        try
        {
            SynthesisOptions options = new()
            {
                Output = Path.Combine(world._folder.FullName, "world"),
                Version = Version,
                Scenes = ScenePlan.ForVersion(Version, 2),
                SamplesPerScene = samples,
                ImageWidth = pictures.Width,
                ImageHeight = pictures.Height,
            };
            await new SyntheticWorldWriter(options).WriteAsync(progress: null, cancellationToken).ConfigureAwait(false);
            return world;
        }
        catch
        {
            world.Dispose();
            throw;
        }
    }

    /// <summary>The settings with these samples as data.</summary>
    public Stage2Settings Use(Stage2Settings settings) => settings with
    {
        Data = settings.Data with
        {
            DataRoot = Path.Combine(_folder.FullName, "world"),
            Version = Version,
            TrainCache = Path.Combine(_folder.FullName, "train.arrow"),
            ValidationCache = Path.Combine(_folder.FullName, "val.arrow"),
        },
    };

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
