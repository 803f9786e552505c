using BenchmarkDotNet.Running;
using Micro;

// In this process: a generated project would be built by the rules of this repository, which it does not keep.
BenchmarkSwitcher.FromAssembly(typeof(EngineWrites).Assembly).Run(["--inProcess", "--memory", "--artifacts", Path.Combine(AppContext.BaseDirectory, "artifacts"), .. args]);
