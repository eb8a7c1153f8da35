using MapDet.Core.Runtime;
using MapDet.Core.Runtime.Native;

namespace MapDet.Core.Tests.Runtime.Native;

public sealed class LibstdcxxCompatibilityTests
{
    private static readonly byte[] Original = File.ReadAllBytes(NativeFiles.LibTorchSharp);

    [Fact]
    public void Patching_the_real_library_removes_the_one_requirement_that_an_older_system_lacks()
    {
        byte[]? patched = LibstdcxxCompatibility.Patch(NativeFiles.LibTorchSharp, Original, VersionsBefore32());

        ElfImage image = ElfImage.Parse("patched", patched!);
        ElfVersionNeed need = Assert.Single(image.NeededVersions(), need => need.Name == "GLIBCXX_3.4.32");
        Assert.True(need.IsWeak);
        Assert.DoesNotContain(image.Symbols(), symbol => symbol.VersionIndex == need.Index);
        Assert.DoesNotContain(image.Symbols(), symbol => symbol.Name == "_ZSt21ios_base_library_initv");
        Assert.Contains(image.Symbols(), symbol => symbol is { Name: "_ZSt15get_new_handlerv", IsDefined: false });
    }

    [Fact]
    public void Patching_changes_a_few_bytes_and_leaves_all_other_symbols_as_they_are()
    {
        byte[] patched = LibstdcxxCompatibility.Patch(NativeFiles.LibTorchSharp, Original, VersionsBefore32())!;

        int changed = Original.Zip(patched).Count(pair => pair.First != pair.Second);
        IEnumerable<string> before = ElfImage.Parse("", Original).Symbols().Select(symbol => symbol.Name).Where(name => name != "_ZSt21ios_base_library_initv");
        IEnumerable<string> after = ElfImage.Parse("", patched).Symbols().Select(symbol => symbol.Name).Where(name => name != "_ZSt15get_new_handlerv");
        Assert.InRange(changed, 3, 40);
        Assert.Equal(Original.Length, patched.Length);
        Assert.Equal(before, after);
    }

    [Fact]
    public void A_system_with_a_newer_libstdcxx_gets_the_original()
    {
        HashSet<string> newer = [.. VersionsBefore32(), "GLIBCXX_3.4.31", "GLIBCXX_3.4.32"];

        Assert.Null(LibstdcxxCompatibility.Patch(NativeFiles.LibTorchSharp, Original, newer));
    }

    [Fact]
    public void A_library_that_lacks_more_than_the_known_version_is_refused_by_name()
    {
        HashSet<string> muchOlder = [.. VersionsBefore32().Except(["GLIBCXX_3.4.29", "GLIBCXX_3.4.30"])];
        byte[] bytes = [.. Original];

        NativeLibraryException e = Assert.Throws<NativeLibraryException>(() => LibstdcxxCompatibility.Patch("/opt/lib/libLibTorchSharp.so", bytes, muchOlder));

        Assert.StartsWith("/opt/lib/libLibTorchSharp.so needs GLIBCXX_3.4.", e.Message, StringComparison.Ordinal);
        Assert.Contains("newer libstdc++", e.Message, StringComparison.Ordinal);
        Assert.Equal(Original, bytes);
    }

    [Fact]
    public void A_library_whose_newer_version_serves_another_symbol_is_refused_with_that_symbols_name()
    {
        ElfSymbol reference = ElfImage.Parse("", Original).Symbols().Single(symbol => symbol.Name == "_ZSt21ios_base_library_initv");
        byte[] unknown = [.. Original];
        unknown[reference.NameOffset + 4] = (byte)'9';

        NativeLibraryException e = Assert.Throws<NativeLibraryException>(() => LibstdcxxCompatibility.Patch("unknown.so", unknown, VersionsBefore32()));

        Assert.Contains("_ZSt91ios_base_library_initv", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a library at all, whatever its name may say, and longer than a header would be")]
    [InlineData("")]
    public void A_file_that_is_no_library_is_refused(string content)
    {
        NativeLibraryException e = Assert.Throws<NativeLibraryException>(
            () => LibstdcxxCompatibility.Patch("file.so", System.Text.Encoding.ASCII.GetBytes(content), VersionsBefore32()));

        Assert.Contains("file.so is not a 64-bit", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_cut_short_is_refused()
    {
        byte[] half = Original[..(Original.Length / 2)];

        NativeLibraryException e = Assert.Throws<NativeLibraryException>(() => LibstdcxxCompatibility.Patch("half.so", half, VersionsBefore32()));

        Assert.Contains("half.so is a damaged ELF file", e.Message, StringComparison.Ordinal);
    }

    // What Debian 12's library offers, as far as the real file asks for it: all but the newest.
    private static HashSet<string> VersionsBefore32() =>
        [.. ElfImage.Parse("", Original).NeededVersions().Select(need => need.Name).Where(name => name != "GLIBCXX_3.4.32")];
}
