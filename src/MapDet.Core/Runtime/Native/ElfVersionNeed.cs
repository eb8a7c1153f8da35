namespace MapDet.Core.Runtime.Native;

/// <summary>One entry of <c>.gnu.version_r</c>: a symbol version that a library expects of another.</summary>
/// <param name="Library">The file name of the other library.</param>
/// <param name="Name">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Index">The number under which symbols refer to it.</param>
/// <param name="IsWeak">True if the loader carries on without it.</param>
/// <param name="FlagsOffset">Where its flags stand in the file.</param>
internal sealed record ElfVersionNeed(string Library, string Name, ushort Index, bool IsWeak, int FlagsOffset);
