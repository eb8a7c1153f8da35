using System.Diagnostics;
using System.Globalization;
using MapDet.Benchmarks.Scale;
using MapDet.Core.Contracts;
using MapDet.Core.Language;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Benchmarks.Loading;

/// <summary>Opens a checkpoint, reads its tensors one by one, then its bytes alone, then puts the tensors into a model: time, and the process's peak so far.</summary>
/// <param name="folder">The checkpoint's folder.</param>
internal sealed class LoadingMeasurement(string folder) : IScaleMeasurement
{
    private const int BufferSize = 1 << 20;

    public void Run(TextWriter output, CancellationToken cancellationToken)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(file => WeightFile.IsPyTorch(file) || file.EndsWith(".safetensors", StringComparison.Ordinal))];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Length} files, {files.Sum(file => new FileInfo(file).Length) / 1e9:F2} GB"));
        Print(output, "before", () => "");
        IWeightSource? opened = null;
        Print(output, "opening", () => $"{(opened = CheckpointFolder.Open(folder)).Names.Length} tensors");
        using IWeightSource source = opened!;
        Print(output, "each tensor", () => ReadTensors(source, cancellationToken));
        Print(output, "bytes alone", () => ReadFiles(files, cancellationToken));
        LanguageOptions options = LanguageConfiguration.Read(ModelConfiguration.Read(folder), new LanguageOptions());
        using InitialWeights weights = InitialWeights.Unset(source.Info(source.Names[0]).DType);
        using LlamaModel model = new(options, weights);
        Print(output, "into a model", () => Fill(model, source));
    }

    private static void Print(TextWriter output, string step, Func<string> run)
    {
        long start = Stopwatch.GetTimestamp();
        string result = run();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step,-14} {Stopwatch.GetElapsedTime(start).TotalSeconds,7:F2} s   peak {ProcessMemory.Format(ProcessMemory.PeakBytes())}   {result}"));
    }

    private static string ReadFiles(string[] files, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        foreach (string file in files)
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            while (stream.Read(buffer) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return "";
    }

    private static string ReadTensors(IWeightSource source, CancellationToken cancellationToken)
    {
        long largest = 0;
        foreach (string name in source.Names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using torch.Tensor tensor = source.Read(name);
            largest = Math.Max(largest, tensor.numel() * tensor.ElementSize);
        }

        return $"the largest has {ProcessMemory.Format(largest)}";
    }

    private static string Fill(LlamaModel model, IWeightSource source)
    {
        IEnumerable<NamedParameter> parameters = model.named_parameters().Select(p => new NamedParameter("model." + p.name, p.parameter));
        return WeightLoader.Load(source, parameters, mayBeLeftOver: _ => true, sharesPages: true).ToString().ReplaceLineEndings("; ");
    }
}
