using MapDet.Core.Contracts;
using MapDet.Core.Detection;
using MapDet.Training.Preflight;
using MapDet.Training.Preflight.Checks;
using MapDet.Training.Tests.Fakes;
using static TorchSharp.torch;

namespace MapDet.Training.Tests.Preflight.Checks;

public sealed class ModelChecksTests
{
    [Fact]
    public void The_default_model_trains_its_parts_and_keeps_frozen_ones_in_evaluation_mode()
    {
        using IMapModel model = new MapDetModelFactory().Create(PreflightCase.Model);
        model.SetTraining(true);

        PreflightCase.Expect(PreflightOutcome.Passed, "frozen numbers", new TrainedPartsCheck().CheckModel(PreflightCase.Good, model));
        PreflightCase.Expect(PreflightOutcome.Passed, "in evaluation mode", new FrozenModeCheck().CheckModel(PreflightCase.Good, model));
    }

    [Fact]
    public void A_frozen_module_in_training_mode_is_a_warning_that_names_it()
    {
        using nn.Module tower = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5));
        using LinearMapModel model = new(PreflightCase.Model, seed: 1) { FrozenModules = [tower] };

        tower.train();
        PreflightCase.Expect(PreflightOutcome.Warning, "Dropout", new FrozenModeCheck().CheckModel(PreflightCase.Good, model));

        tower.eval();
        PreflightCase.Expect(PreflightOutcome.Passed, "in evaluation mode", new FrozenModeCheck().CheckModel(PreflightCase.Good, model));
    }

    [Fact]
    public void A_model_that_names_no_frozen_modules_is_not_judged()
    {
        using LinearMapModel model = new(PreflightCase.Model, seed: 1);

        Assert.Null(new FrozenModeCheck().CheckModel(PreflightCase.Good, model));
    }

    [Fact]
    public void A_parameter_with_the_wrong_gradient_setting_is_an_error()
    {
        using LinearMapModel stiff = new(PreflightCase.Model, seed: 1);
        stiff.TrainedGroups[0].Parameters[0].Tensor.requires_grad = false;
        using LinearMapModel loose = new(PreflightCase.Model, seed: 1);
        loose.Frozen[0].Tensor.requires_grad = true;

        PreflightCase.Expect(PreflightOutcome.Error, "scene.weight is to be trained", new TrainedPartsCheck().CheckModel(PreflightCase.Good, stiff));
        PreflightCase.Expect(PreflightOutcome.Error, "vision_model.scale is frozen", new TrainedPartsCheck().CheckModel(PreflightCase.Good, loose));
    }
}
