namespace MapDet.Core.Runtime.Native;

/// <summary>One dynamic symbol of a library.</summary>
/// <param name="Name">Its (mangled) name.</param>
/// <param name="NameOffset">Where the name stands in the file.</param>
/// <param name="IsDefined">False if another library has to provide it.</param>
/// <param name="VersionIndex">The version it is bound to, without the hidden bit.</param>
/// <param name="VersionOffset">Where that number stands in the file.</param>
internal sealed record ElfSymbol(string Name, int NameOffset, bool IsDefined, ushort VersionIndex, int VersionOffset);
