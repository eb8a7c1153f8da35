using System.Globalization;
using MapDet.Core;

namespace MapDet.Stage2.CommandLine;

/// <summary>Recognises that a launcher started this process as one of several.</summary>
internal static class ParallelLaunch
{
    private static readonly (string Variable, string Launcher)[] s_launchers =
    [
        ("OMPI_COMM_WORLD_SIZE", "mpirun (Open MPI)"),
        ("PMI_SIZE", "mpirun (MPICH)"),
        ("WORLD_SIZE", "torchrun"),
    ];

    /// <summary>Refuses a launch with more than one process: each of them would train the whole, into the same folder.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="MapDetException">There is more than one process.</exception>
    public static void Refuse(Func<string, string?> environment)
    {
        foreach ((string variable, string launcher) in s_launchers)
        {
            RefuseMany(environment(variable), variable, launcher);
        }

        // A batch script sees SLURM_NTASKS as well; only processes that srun started have a rank.
        if (environment("SLURM_PROCID") is not null && environment("SLURM_STEP_ID") is not null)
        {
            RefuseMany(environment("SLURM_STEP_NUM_TASKS") ?? environment("SLURM_NTASKS"), "SLURM_NTASKS", "srun");
        }
    }

    private static void RefuseMany(string? value, string variable, string launcher)
    {
        if (int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int processes) && processes > 1)
        {
            throw new MapDetException(
                $"{launcher} started {processes} processes ({variable}={processes}), but this version trains in one process only. "
                + "Start mapdet without the launcher, or with one process.");
        }
    }
}
