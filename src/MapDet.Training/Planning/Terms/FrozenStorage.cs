using MapDet.Training.Loop;

namespace MapDet.Training.Planning.Terms;

/// <summary>How the numbers of the frozen stages are kept and computed. What stores weights in fewer bits belongs here.</summary>
internal static class FrozenStorage
{
    /// <summary>Bytes of a number that the frozen stages compute with.</summary>
    public static int ElementSize(TrainingOptions options) => options.Precision == TrainingPrecision.Fp32 ? sizeof(float) : 2;

    /// <summary>Bytes of the vision tower's weights.</summary>
    public static long VisionBytes(PlanRequest request, ModuleParameters parameters) => parameters.Vision * ElementSize(request.Training);

    /// <summary>Bytes of the language model's weights.</summary>
    public static long LanguageBytes(PlanRequest request, ModuleParameters parameters) => parameters.Language * ElementSize(request.Training);
}
