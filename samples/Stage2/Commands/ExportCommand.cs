using System.CommandLine;
using MapDet.Core;
using MapDet.Core.Evaluation;
using MapDet.NuScenes.GroundTruth;
using MapDet.Stage2.CommandLine;

namespace MapDet.Stage2.Commands;

/// <summary><c>mapdet export</c>: ground truth in other programs' formats.</summary>
internal sealed class ExportCommand : MapDetCommand
{
    private readonly Option<string> _cache = new("--gt-cache") { Description = "The ground-truth cache to export.", Required = true, HelpName = "F.arrow" };
    private readonly Option<ExportFormat> _format = new("--format") { Description = "maptr, json (nuscenes-vector-gt/1) or geojson.", Required = true, HelpName = "maptr|json|geojson" };
    private readonly Option<string> _output = new("--output") { Description = "The file to write.", Required = true, HelpName = "PATH" };

    public ExportCommand(CommandContext context)
        : base(
            context,
            "export",
            "Writes the ground truth of a cache in MapTR's format, as JSON or as GeoJSON.",
            "export --gt-cache val.arrow --format maptr --output nuscenes_map_anns_val.json",
            "export --gt-cache val.arrow --format geojson --output val.geojson")
    {
        _format.CustomParser = argument =>
        {
            string name = argument.Tokens[0].Value;
            switch (name)
            {
                case "maptr":
                    return ExportFormat.MapTr;
                case "json":
                    return ExportFormat.Json;
                case "geojson":
                    return ExportFormat.GeoJson;
                default:
                    argument.AddError($"'{name}' is no format; there are maptr, json, geojson.");
                    return default;
            }
        };
        Options.Add(_cache);
        Options.Add(_format);
        Options.Add(_output);
    }

    /// <inheritdoc/>
    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string output = arguments.GetRequiredValue(_output);
        if (Directory.Exists(output))
        {
            throw new MapDetException($"--output {output}: this is a folder; name the file to write.");
        }

        using GroundTruthCache cache = GroundTruthCache.Open(arguments.GetRequiredValue(_cache));
        await Task.Run(() => Write(cache, arguments.GetValue(_format), output, cancellationToken), cancellationToken).ConfigureAwait(false);
        await Context.Output.WriteLineAsync($"{cache.Count} samples: {output}").ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static void Write(GroundTruthCache cache, ExportFormat format, string path, CancellationToken cancellationToken)
    {
        switch (format)
        {
            case ExportFormat.MapTr:
                MapTrAnnotationsFile.Write(path, Samples(cache, cancellationToken).Select(s => new SampleAnnotations(s.SampleToken, s.Elements)));
                break;
            case ExportFormat.Json:
                VectorJsonWriter.Write(cache, path, tables: null, cancellationToken);
                break;
            default:
                GeoJsonWriter.Write(cache, path, cancellationToken);
                break;
        }
    }

    private static IEnumerable<GroundTruthSample> Samples(GroundTruthCache cache, CancellationToken cancellationToken)
    {
        for (int i = 0; i < cache.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return cache[i];
        }
    }
}
