using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>Copies the tensors of files into a model by name.</summary>
public static class WeightLoader
{
    /// <summary>Copies every tensor into the parameter of the same name, in place, converting type and device.</summary>
    /// <param name="source">Where the weights are.</param>
    /// <param name="targets">The parameters and buffers to fill.</param>
    /// <param name="mayBeMissing">Names that the file may lack; null: none.</param>
    /// <param name="mayBeLeftOver">Names of the file that the model may lack; null: none.</param>
    /// <param name="sharesPages">
    /// True to let parameters on the CPU that have the file's type be the file's own pages, see <see cref="IWeightSource.Map"/>; for what is never written.
    /// </param>
    /// <returns>What was loaded, and the differences that the two predicates allow.</returns>
    /// <exception cref="InvalidInputException">Names or shapes do not match; nothing was changed then. The message lists them.</exception>
    public static WeightLoadReport Load(
        IWeightSource source,
        IEnumerable<NamedParameter> targets,
        Func<string, bool>? mayBeMissing = null,
        Func<string, bool>? mayBeLeftOver = null,
        bool sharesPages = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(targets);
        NamedParameter[] parameters = [.. targets];
        WeightLoadReport report = Compare(source, parameters);
        bool isExplained = report.WrongShape.IsEmpty
            && report.Missing.All(name => mayBeMissing?.Invoke(name) ?? false)
            && report.Unexpected.All(name => mayBeLeftOver?.Invoke(name) ?? false);
        if (!isExplained)
        {
            throw new InvalidInputException(source.Path, $"the weights do not fit the model; {string.Join("; ", report.Describe())}");
        }

        using IDisposable noGradients = torch.no_grad();
        foreach (NamedParameter parameter in parameters.Where(p => source.Contains(p.Name)))
        {
            Fill(parameter, source, sharesPages);
        }

        return report;
    }

    private static void Fill(NamedParameter parameter, IWeightSource source, bool sharesPages)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        bool canShare = sharesPages && parameter.Tensor.device_type == DeviceType.CPU && parameter.Tensor.dtype == source.Info(parameter.Name).DType;
        if (canShare && source.Map(parameter.Name) is { } pages)
        {
            parameter.Tensor.set_(pages);
        }
        else
        {
            parameter.Tensor.copy_(source.Read(parameter.Name));
        }

        parameter.Written?.Invoke();
    }

    private static WeightLoadReport Compare(IWeightSource source, NamedParameter[] parameters)
    {
        HashSet<string> names = new(parameters.Select(p => p.Name), StringComparer.Ordinal);
        ILookup<bool, NamedParameter> found = parameters.ToLookup(p => source.Contains(p.Name));
        ILookup<bool, NamedParameter> fitting = found[true].ToLookup(p => source.Info(p.Name).Shape.AsSpan().SequenceEqual(p.Tensor.shape));
        return new WeightLoadReport(
            [.. fitting[true].Select(p => p.Name)],
            [.. found[false].Select(p => p.Name)],
            [.. source.Names.Where(name => !names.Contains(name))],
            [.. fitting[false].Select(p => $"{p.Name}: file {Shape(source.Info(p.Name).Shape)}, model {Shape(p.Tensor.shape)}")]);
    }

    private static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
