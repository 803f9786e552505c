// Each of these tests has whole deployments of processes to itself; two at once would measure the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
