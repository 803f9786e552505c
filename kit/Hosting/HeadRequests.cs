using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hosting;

/// <summary>Answers HEAD as GET without its body, wherever there is a GET: routing alone would say 405.</summary>
public sealed class HeadRequests : IStartupFilter
{
    private static readonly object Mark = new();

    /// <summary>Whether nobody reads the body: one that does not end by itself must end then.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(Mark);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsGet);
        next(app);
    };

    private static async Task AnswerAsGet(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Items[Mark] = Mark;
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
