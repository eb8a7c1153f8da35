using MapDet.Core.Tests.Fixtures;
using MapDet.Core.Weights;
using MapDet.Stage2.CommandLine;
using MapDet.Stage2.Tests.CommandLine;
using TorchSharp;

namespace MapDet.Stage2.Tests.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_PyTorch_file_is_shown_with_tensors_and_what_else_it_holds()
    {
        ProgramResult result = await MapDetProgram.RunAsync("inspect", Golden("checkpoint.pt"));

        result.Expect(ExitCode.Success);
        Assert.Contains("state_dict.0.weight", result.Output, StringComparison.Ordinal);
        Assert.Contains("[3, 2]", result.Output, StringComparison.Ordinal);
        Assert.Contains("epoch: 3", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PyTorch_file_that_wants_more_than_tensors_is_bad_input()
    {
        ProgramResult result = await MapDetProgram.RunAsync("inspect", Golden("module.pt"));

        result.Expect(ExitCode.BadInput);
        Assert.Contains("torch.nn.modules.linear.Linear", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PyTorch_file_that_is_cut_short_is_bad_input()
    {
        string cut = _folder.File("cut.pth");
        byte[] whole = File.ReadAllBytes(Golden("checkpoint_legacy.pth"));
        File.WriteAllBytes(cut, whole[..^10]);

        ProgramResult result = await MapDetProgram.RunAsync("inspect", cut);

        result.Expect(ExitCode.BadInput);
        Assert.Contains("cut short", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_texts_of_a_file_can_not_steer_the_terminal()
    {
        string path = _folder.File("steering.safetensors");
        using (torch.Tensor numbers = torch.ones(2))
        {
            SafetensorsWriter.Write(path, [new("a\u001b[2J\nb", numbers)], new Dictionary<string, string> { ["\u001b]0;x"] = "\u001b[31m" });
        }

        ProgramResult result = await MapDetProgram.RunAsync("inspect", path);

        result.Expect(ExitCode.Success);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("a\uFFFD[2J b ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_pretrained_weights_is_shown_as_a_whole()
    {
        string folder = _folder.File("vicuna");
        TinyCheckpoints.WriteLanguage(folder, Golden("tokenizer.model"));

        ProgramResult result = await MapDetProgram.RunAsync("inspect", folder);

        result.Expect(ExitCode.Success);
        Assert.Contains("model.layers.1.self_attn.q_proj.weight", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"model_type\": \"llama\"", result.Output, StringComparison.Ordinal);
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);
}
