using MapDet.Core.Contracts;
using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using TorchSharp;

namespace MapDet.Core.Tests.Weights;

public sealed class CheckpointFolderTests : IDisposable
{
    private const string Index = "model.safetensors.index.json";
    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    public CheckpointFolderTests()
    {
        WriteShard("one.safetensors", "a", "b");
        WriteShard("two.safetensors", "c");
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_tensors_of_all_shards_are_one_set()
    {
        WriteIndex("""{"a": "one.safetensors", "b": "one.safetensors", "c": "two.safetensors"}""");

        using IWeightSource weights = CheckpointFolder.Open(_folder.Path);

        Assert.Equal(["a", "b", "c"], weights.Names.Order(StringComparer.Ordinal));
        Assert.Equal([2L], weights.Read("c").shape);
    }

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub\\\\one.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("one\\n.safetensors")]
    [InlineData("one\\u0000.safetensors")]
    public void A_shard_outside_of_the_folder_is_refused(string file)
    {
        WriteIndex($$"""{"a": "{{file}}"}""");

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path));

        Assert.Contains("plain file name", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a": "one.safetensors", "missing": "one.safetensors"}""", "missing")]
    [InlineData("""{"a": "two.safetensors", "c": "two.safetensors", "b": "one.safetensors"}""", "'a'")]
    [InlineData("""{"a": "three.safetensors"}""", "three.safetensors")]
    [InlineData("""{"a": "one.safetensors", "a": "two.safetensors"}""", "twice")]
    [InlineData("""{"a": 3}""", "plain file name")]
    [InlineData("{}", "no tensor")]
    [InlineData("[]", "weight_map")]
    [InlineData("""{"a":""", "JSON")]
    public void An_index_that_does_not_fit_its_files_is_refused(string map, string expected)
    {
        WriteIndex(map);

        Assert.Contains(expected, Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_leads_to_itself_ends()
    {
        WriteIndex($$"""{"a": "{{Index}}"}""");

        InvalidInputException e = Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path));

        Assert.Contains("no safetensors file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_with_an_endless_name_is_refused_in_a_short_message()
    {
        WriteIndex($$"""{"a": "{{new string('x', 100_000)}}"}""");

        Assert.InRange(Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path)).Message.Length, 1, 1000);
    }

    [Fact]
    public void An_index_that_is_not_there_is_named() =>
        Assert.Contains(
            "no such file", Assert.Throws<InvalidInputException>(() => WeightFile.Open(_folder.File(Index))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_index_that_is_no_UTF_8_is_bad_input()
    {
        WriteIndex("""{"a": "one.safetensors"}""");
        byte[] index = File.ReadAllBytes(_folder.File(Index));
        index[Array.LastIndexOf(index, (byte)'o')] = 0xff;
        File.WriteAllBytes(_folder.File(Index), index);

        Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path));
    }

    [Fact]
    public void A_tensor_in_two_shards_is_refused()
    {
        WriteShard("two.safetensors", "b", "c");
        WriteIndex("""{"a": "one.safetensors", "b": "one.safetensors", "c": "two.safetensors"}""");

        Assert.Equal("b", Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path)).Record);
    }

    [Fact]
    public void Files_stay_closed_after_a_refusal()
    {
        WriteIndex("""{"a": "one.safetensors", "x": "two.safetensors"}""");
        Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path));

        using FileStream alone = new(_folder.File("one.safetensors"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.True(alone.CanWrite);
    }

    [Fact]
    public void Safetensors_are_preferred_to_PyTorch_and_either_is_enough()
    {
        File.Copy(GoldenTensors.PathOf("pytorch", "state_dict.pt"), _folder.File("pytorch_model.bin"));
        using (IWeightSource pyTorch = CheckpointFolder.Open(_folder.Path))
        {
            Assert.Contains("0.weight", pyTorch.Names);
        }

        File.Move(_folder.File("two.safetensors"), _folder.File("model.safetensors"));
        using IWeightSource safetensors = CheckpointFolder.Open(_folder.Path);

        Assert.Equal(["c"], safetensors.Names.AsEnumerable());
    }

    [Fact]
    public void A_folder_without_weights_says_what_was_looked_for() =>
        Assert.Contains("pytorch_model.bin", Assert.Throws<InvalidInputException>(() => CheckpointFolder.Open(_folder.Path)).Message, StringComparison.Ordinal);

    private void WriteShard(string file, params string[] names) =>
        SafetensorsWriter.Write(_folder.File(file), names.Select(name => new NamedParameter(name, torch.ones(2))));

    private void WriteIndex(string map) => File.WriteAllText(_folder.File(Index), $$"""{"metadata": {}, "weight_map": {{map}}}""");
}
