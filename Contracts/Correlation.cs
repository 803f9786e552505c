using Messages;

// What is about a request is found by the request's id.
[assembly: CorrelatedBy("RequestId")]
