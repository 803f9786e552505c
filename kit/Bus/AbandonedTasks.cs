namespace Bus;

public static class AbandonedTasks
{
    /// <summary>What becomes of a task that is not waited for any more is nobody's surprise.</summary>
    public static void ObserveLater(this Task task) =>
        _ = task.ContinueWith(failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
