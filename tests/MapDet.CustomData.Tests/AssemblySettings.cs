// A training fills the machine: tests beside it would only make both slower.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
