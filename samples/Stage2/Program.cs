using MapDet.Stage2.CommandLine;

CommandContext context = CommandContext.OfProcess();
using TerminationSignals signals = new(context.Tell);
return await new CommandRunner(MapDetCommandLine.Create(context), context.Output, context.Error).RunAsync(args, signals.Token);
