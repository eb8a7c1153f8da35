using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MapDet.Core;
using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Training.VisionFeatures;

/// <summary>
/// Keeps what the frozen vision tower made of a sample's pictures in files, named by the content of the pictures, the tower's weights, and the options of
/// both: another picture or another tower gives another name, so nothing is ever stale. A damaged file counts as absent and is written anew. Safe for use
/// from several threads.
/// </summary>
/// <param name="folder">Where the files are, in 256 subfolders.</param>
/// <param name="tower">Stands for the tower and for how pictures are prepared for it; see <see cref="TowerFingerprint"/>.</param>
internal sealed class VisionFeatureFiles(string folder, string tower)
{
    private const string TokensName = "tokens";
    private const string ClassTokensName = "class_tokens";
    private const string HashKey = "sha256";
    private readonly ConcurrentDictionary<string, bool> _whole = new(StringComparer.Ordinal);

    /// <summary>The name of a sample's features.</summary>
    /// <param name="frame">The sample's pictures as they are on disk.</param>
    /// <param name="isMirrored">Whether they are mirrored before they are encoded.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="InvalidInputException">A picture can't be read.</exception>
    public string Name(SurroundFrame frame, bool isMirrored)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{tower}\n{isMirrored}\n"));
        foreach (CameraFrame camera in frame.Cameras)
        {
            hash.AppendData(PictureHash(camera.ImagePath, frame.SampleToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>True if there are whole features of this name.</summary>
    public bool Has(string name)
    {
        if (_whole.ContainsKey(name))
        {
            return true;
        }

        bool isWhole = File.Exists(PathOf(name)) && IsWhole(PathOf(name));
        if (isWhole)
        {
            _whole.TryAdd(name, true);
        }

        return isWhole;
    }

    /// <summary>Reads features.</summary>
    /// <param name="name">Of which <see cref="Has"/> said that they are there.</param>
    /// <param name="device">Where to.</param>
    /// <returns>float32 tensors of the current dispose scope, with a batch of one sample.</returns>
    /// <exception cref="InvalidInputException">The file is gone or damaged by now.</exception>
    public ImageTokens Read(string name, torch.Device device)
    {
        using SafetensorsFile file = SafetensorsFile.Open(PathOf(name));
        int Number(string key) => int.Parse(file.Metadata[key], CultureInfo.InvariantCulture);
        torch.Tensor Tensor(string tensor) => file.Read(tensor).to(torch.float32, device);
        return new ImageTokens(Tensor(TokensName), Number("rows"), Number("columns"), Number("image_height"), Number("image_width"))
        {
            ClassTokens = file.Names.Contains(ClassTokensName) ? Tensor(ClassTokensName) : null,
        };
    }

    /// <summary>Writes features.</summary>
    /// <param name="name">From <see cref="Name"/>.</param>
    /// <param name="tokens">float32, with a batch of one sample.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Write(string name, ImageTokens tokens)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        List<NamedParameter> tensors = [new(TokensName, Compact(tokens.Tokens))];
        if (tokens.ClassTokens is not null)
        {
            tensors.Add(new NamedParameter(ClassTokensName, Compact(tokens.ClassTokens)));
        }

        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            ["rows"] = tokens.Rows.ToString(CultureInfo.InvariantCulture),
            ["columns"] = tokens.Columns.ToString(CultureInfo.InvariantCulture),
            ["image_height"] = tokens.ImageHeight.ToString(CultureInfo.InvariantCulture),
            ["image_width"] = tokens.ImageWidth.ToString(CultureInfo.InvariantCulture),
            [HashKey] = ContentHash(tensors.Select(t => (t.Name, t.Tensor))),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        SafetensorsWriter.Write(PathOf(name), tensors, metadata);
        _whole.TryAdd(name, true);
    }

    private string PathOf(string name) => Path.Combine(folder, name[..2], $"{name}.safetensors");

    private static byte[] PictureHash(string path, string sample)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return SHA256.HashData(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, $"the picture can't be read: {e.Message}", record: sample, innerException: e);
        }
    }

    private static bool IsWhole(string path)
    {
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using SafetensorsFile file = SafetensorsFile.Open(path);
            return file.Metadata.TryGetValue(HashKey, out string? hash) && hash == ContentHash(file.Names.Select(name => (name, file.Read(name))));
        }
        catch (InvalidInputException)
        {
            // Its pictures are still there: it is made anew.
            return false;
        }
    }

    private static string ContentHash(IEnumerable<(string Name, torch.Tensor Tensor)> tensors)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, torch.Tensor tensor) in tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            TowerFingerprint.Append(hash, tensor);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A tower that computes in bfloat16 gives numbers that half the space holds without loss.</summary>
    private static torch.Tensor Compact(torch.Tensor tensor)
    {
        torch.Tensor half = tensor.to(torch.bfloat16);
        return half.to(torch.float32).eq(tensor).all().item<bool>() ? half : tensor;
    }
}
