using MapDet.Core.Contracts;
using MapDet.Core.Weights;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;
using TorchSharp;

namespace MapDet.Stage2.Tests.Commands;

public sealed class ParityCommandTests : IDisposable
{
    private static readonly string s_losses = Path.Combine(AppContext.BaseDirectory, "Golden", "losses");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_reference_numbers_of_a_folder_are_met()
    {
        ProgramResult result = await MapDetProgram.RunAsync("parity", s_losses);

        result.Expect(ExitCode.Success);
        Assert.Matches(@"(?m)^  many_gt\.0\.pts_cost +absolute +\d\S* +2e-4$", result.Output);
        Assert.Matches(@"(?m)^  batch_4x12\.grad_points +end to end +\d\S* +\d\S*$", result.Output);
        Assert.Equal("1231 tensors passed, 0 failed (files: 7 compared, 0 skipped)", result.Output.TrimEnd().Split('\n')[^1].TrimEnd());
    }

    [Fact]
    public async Task One_number_changed_ends_with_1_and_its_tensor_named()
    {
        File.Copy(Path.Combine(s_losses, "matcher_v4.safetensors"), _folder.File("matcher_v4.safetensors"));
        string changed = Change("losses_maptr_v4.safetensors", "many_gt.grad_points");

        ProgramResult result = await MapDetProgram.RunAsync("parity", changed);

        result.Expect(ExitCode.Failure);
        Assert.Matches(@"(?m)^  many_gt\.grad_points .* FAILED\s*$", result.Output);
        Assert.Contains($"FAILED {changed}: many_gt.grad_points", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("146 tensors passed, 1 failed (files: 1 compared, 0 skipped)", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_files_of_a_folder_are_skipped_with_a_line()
    {
        File.Copy(Path.Combine(s_losses, "assignment.safetensors"), _folder.File("assignment.safetensors"));
        File.WriteAllText(_folder.File("README.md"), "words");

        ProgramResult result = await MapDetProgram.RunAsync("parity", _folder.Path);

        result.Expect(ExitCode.Success);
        Assert.Contains($"{_folder.File("README.md")}: skipped", result.Output, StringComparison.Ordinal);
        Assert.Contains("(files: 1 compared, 1 skipped)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_ends_with_2_and_the_file_and_tensor_named()
    {
        using (DisposeScope scope = torch.NewDisposeScope())
        {
            SafetensorsWriter.Write(
                _folder.File("assignment.safetensors"),
                [new NamedParameter("mine.cost", torch.ones(2, 2))],
                new Dictionary<string, string> { ["cases"] = "mine" });
        }

        ProgramResult missing = await MapDetProgram.RunAsync("parity", _folder.File("nowhere.safetensors"));
        ProgramResult incomplete = await MapDetProgram.RunAsync("parity", _folder.File("assignment.safetensors"));

        missing.Expect(ExitCode.BadInput);
        Assert.Contains("nowhere.safetensors", missing.Error, StringComparison.Ordinal);
        incomplete.Expect(ExitCode.BadInput);
        Assert.Contains($"{_folder.File("assignment.safetensors")}, record 'mine.column_of_row'", incomplete.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tokenizer_of_a_folder_is_compared_and_an_id_that_differs_ends_with_1()
    {
        string tokenizer = Path.Combine(AppContext.BaseDirectory, "Golden", "models", "llama_tokenizer");
        File.Copy(Path.Combine(tokenizer, "tokenizer.model"), _folder.File("tokenizer.model"));
        File.WriteAllText(_folder.File("cases.json"), """{ "image_prompts": [ { "prompt": "<image>", "ids": [1, -200] }, { "prompt": "a", "ids": [1, 260] } ] }""");

        ProgramResult same = await MapDetProgram.RunAsync("parity", tokenizer);
        ProgramResult other = await MapDetProgram.RunAsync("parity", _folder.Path);

        same.Expect(ExitCode.Success);
        Assert.Matches(@"(?m)^  cases\.ids +of 28 differ +0 +0\s*$", same.Output);
        Assert.Contains("8 tensors passed, 0 failed (files: 1 compared, 1 skipped)", same.Output, StringComparison.Ordinal);
        other.Expect(ExitCode.Failure);
        Assert.Matches(@"(?m)^  image_prompts\.ids +of 2 differ, first image_prompts\[1\] +1e\+0 +0  FAILED\s*$", other.Output);
    }

    [Fact]
    public async Task Without_a_path_the_usage_is_wrong() => (await MapDetProgram.RunAsync("parity")).Expect(ExitCode.BadInput);

    private string Change(string file, string tensor)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using SafetensorsFile source = SafetensorsFile.Open(Path.Combine(s_losses, file));
        NamedParameter[] tensors = [.. source.Names.Select(name => new NamedParameter(name, source.Read(name)))];
        tensors.Single(t => t.Name == tensor).Tensor.view(-1)[7].add_(torch.tensor(1f));
        SafetensorsWriter.Write(_folder.File(file), tensors, source.Metadata);
        return _folder.File(file);
    }
}
