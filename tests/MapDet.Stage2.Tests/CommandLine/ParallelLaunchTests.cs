using MapDet.Core;
using MapDet.Stage2.CommandLine;

namespace MapDet.Stage2.Tests.CommandLine;

public sealed class ParallelLaunchTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE", "mpirun")]
    [InlineData("PMI_SIZE", "mpirun")]
    [InlineData("WORLD_SIZE", "torchrun")]
    public void A_launch_with_more_than_one_process_is_refused(string variable, string launcher)
    {
        MapDetException e = Assert.Throws<MapDetException>(() => ParallelLaunch.Refuse(name => name == variable ? "2" : null));

        Assert.Contains(launcher, e.Message, StringComparison.Ordinal);
        Assert.Contains($"{variable}=2", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE")]
    [InlineData("WORLD_SIZE")]
    public void A_launch_with_one_process_is_an_ordinary_one(string variable) => ParallelLaunch.Refuse(name => name == variable ? "1" : null);

    [Fact]
    public void Processes_of_srun_are_refused()
    {
        Dictionary<string, string> environment = new() { ["SLURM_NTASKS"] = "4", ["SLURM_PROCID"] = "0", ["SLURM_STEP_ID"] = "1" };

        Assert.Throws<MapDetException>(() => ParallelLaunch.Refuse(environment.GetValueOrDefault));
    }

    [Fact]
    public void A_batch_script_of_slurm_without_srun_is_an_ordinary_launch() =>
        ParallelLaunch.Refuse(name => name == "SLURM_NTASKS" ? "4" : null);
}
