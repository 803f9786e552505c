namespace Documents.Engines;

/// <summary>A batch was not written because one of its writes cannot be stored, now or later. The others can be written without it.</summary>
/// <param name="index">Of that write in the batch.</param>
public sealed class UnstorableWriteException(int index, string message, Exception inner) : IOException(message, inner)
{
    public int Index => index;
}
