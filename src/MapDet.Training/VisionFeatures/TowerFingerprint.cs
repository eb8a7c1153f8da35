using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MapDet.Core.Contracts;
using TorchSharp;

namespace MapDet.Training.VisionFeatures;

/// <summary>Stands for everything that decides what a vision tower makes of a picture file: its weights and type, its options, and how pictures are prepared.</summary>
internal static class TowerFingerprint
{
    private const string LanguagePrefix = "language_model.";

    /// <summary>Computes the fingerprint of a model's tower: a hash of every frozen tensor outside the language model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Compute(IMapModel model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { model.Options.Images, model.Options.Vision }));
        foreach (NamedParameter parameter in model.Frozen.Where(p => !p.Name.StartsWith(LanguagePrefix, StringComparison.Ordinal)))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{parameter.Name} {parameter.Tensor.dtype} {string.Join('x', parameter.Tensor.shape)}\n")));
            Append(hash, parameter.Tensor);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds the bytes of a tensor, wherever it lies.</summary>
    public static void Append(IncrementalHash hash, torch.Tensor tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        hash.AppendData(tensor.detach().cpu().contiguous().bytes);
    }
}
