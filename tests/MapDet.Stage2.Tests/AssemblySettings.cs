// A training fills the machine: tests beside it would only make both slower, and time limits unreliable.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
