using System.Collections.Immutable;
using TorchSharp;

namespace MapDet.Core.Weights;

/// <summary>Named tensors from one file or several: the weights of a checkpoint.</summary>
public interface IWeightSource : IDisposable
{
    /// <summary>The file or folder, for messages.</summary>
    string Path { get; }

    /// <summary>The names of the tensors.</summary>
    ImmutableArray<string> Names { get; }

    /// <summary>True if there is a tensor of this name.</summary>
    bool Contains(string name);

    /// <summary>Type and shape of a tensor.</summary>
    /// <exception cref="InvalidInputException">There is no such tensor.</exception>
    WeightInfo Info(string name);

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>A tensor on the CPU, of the file's type, in the current dispose scope; without one the caller disposes it.</returns>
    /// <exception cref="InvalidInputException">There is no such tensor, or its data can't be read.</exception>
    torch.Tensor Read(string name);

    /// <summary>A tensor over the pages of the file, which are read when they are used first: nothing is copied.</summary>
    /// <remarks>
    /// Writing to it changes what this process sees, never the file. It may outlive this object; the file must not be cut or overwritten in place while it
    /// lives (replacing it by renaming is harmless).
    /// </remarks>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>As <see cref="Read"/>; null where the file can't be mapped, or its data do not lie at multiples of their size.</returns>
    /// <exception cref="InvalidInputException">There is no such tensor.</exception>
    torch.Tensor? Map(string name) => null;
}
