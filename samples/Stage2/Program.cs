using MapDet.Stage2.CommandLine;

using TerminationSignals signals = new(Console.Error);
CommandContext context = CommandContext.OfProcess();
return await new CommandRunner(MapDetCommandLine.Create(context), context.Output, context.Error).RunAsync(args, signals.Token);
