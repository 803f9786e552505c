using Bus;
using Contracts.Events;
using Contracts.Requests;
using Documents;
using Documents.Pools;
using Documents.Sweeps;
using EventService.Activities;
using EventService.Audit;
using EventService.Erasure;
using EventService.Events;
using EventService.Operations;
using EventService.Reports;
using EventService.Requests;
using EventService.Rewards;
using EventService.Terms;
using EventService.Users;
using Hosting.Metrics;
using MassTransit;
using Storage;

namespace EventService;

public static class EventServiceExtensions
{
    /// <summary>The documents of events, reward requests and activities, and the automatic end of events.</summary>
    public static void AddEventService(this WebApplicationBuilder builder)
    {
        builder.AddDocuments("event_db")
            .Add(EventDocument.Schema)
            .Add(RewardRequest.Schema)
            .Add(RewardTermsDocument.Schema)
            .Add(DeletedUser.Schema)
            .AddActivities()
            .AddAudit()
            .Add(RequestPool.Schema)
            .Add(EventReportDocument.Schema)
            .Add(CouponCodeBucket.Schema)
            .Add(CouponCodeEntry.Schema);
        builder.Services.AddSingleton<PoolCombiner<RequestPool>>();
        builder.Services.AddSingleton<RewardTermsStore>();
        builder.Services.AddSingleton<ShownRequests>();
        builder.Services.AddSingleton<RequestLimits>();
        builder.Services.AddSingleton<DeletedUsers>();
        builder.Services.AddSingleton<OpenRequests>();
        builder.Services.AddSingleton<CouponCodeRegister>();
        builder.Services.AddHostedService<RequestPoolSweep>();
        builder.Services.AddActivities();
        builder.Services.AddAudit();
        builder.Services.AddHostedService<EndDueEvents>();
        builder.Services.AddSingleton<ReportCounter>();
        builder.Services.AddHostedService<ReportSweep>();
        builder.Services.AddFieldRenewal(EventDocument.Schema, e => e.CreatedAt);
        builder.Services.AddAnnouncement<RequestSnapshot>(
            async (provider, requests, cancellationToken) =>
            {
                var shown = provider.GetRequiredService<ShownRequests>();
                return new RewardRequestsChanged(await Task.WhenAll(requests.Select(request => shown.Of(request, withCodes: true, cancellationToken))));
            },
            RequestMetrics.Saved);
        builder.Services.AddAnnouncement<EventChange>(
            (_, changes, _) => Task.FromResult<object>(new EventsChanged([.. changes.Select(change => change.EventId).Distinct()])));
        builder.Services.AddSample(provider => OverdueRequests.Of(
            provider.GetRequiredService<IDocumentStore<RewardRequest>>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSample(provider => ReportBacklog.Of(
            provider.GetRequiredService<IDocumentStore<RewardRequest>>(),
            provider.GetRequiredService<IDocumentStore<EventReportDocument>>(),
            provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddDueSweep<RewardRequest>(r => r.StalledAt, r => new RewardRequestStalled(Guid.Parse(r.Id)));
    }

    public static void AddEventServiceConsumers(this IBusRegistrationConfigurator registrations)
    {
        var bus = registrations.ForService("event");
        bus.AddRequestConsumer<CreateEventConsumer>();
        bus.AddRequestConsumer<ChangeEventConsumer>();
        bus.AddRequestConsumer<ArchiveEventConsumer>();
        bus.AddRequestConsumer<GetEventConsumer>();
        bus.AddRequestConsumer<ListEventsConsumer>();
        bus.AddRequestConsumer<EvaluateEventConsumer>();

        bus.AddRequestConsumer<AddRewardConsumer>();
        bus.AddRequestConsumer<ChangeRewardConsumer>();
        bus.AddRequestConsumer<RemoveRewardConsumer>();
        bus.AddRequestConsumer<ListRewardsConsumer>();

        bus.AddRequestConsumer<GetEventReportConsumer>();
        bus.AddRequestConsumer<RebuildEventReportConsumer>();

        bus.AddActivities();
        bus.AddAudit();

        bus.AddRequestConsumer<RequestRewardConsumer>();
        bus.AddRequestConsumer<CancelRewardRequestConsumer>();
        bus.AddRequestConsumer<RevokeRewardRequestConsumer>();
        bus.AddRequestConsumer<GetRewardRequestConsumer>();
        bus.AddRequestConsumer<ListRewardRequestsConsumer>();
        bus.AddRequestConsumer<ListRequestStatesConsumer>();
        bus.AddRequestConsumer<GetRewardTermsConsumer>();
        bus.AddRequestConsumer<GetEventOperationsConsumer>();
        bus.AddRequestConsumer<ForgetUserConsumer>();

        // The saga sends these and waits for no answer: they must not be lost.
        bus.AddDurableConsumer<ApproveRewardRequestConsumer>();
        bus.AddDurableConsumer<RejectRewardRequestConsumer>();
        bus.AddDurableConsumer<RecordOutcomeConsumer>();
        bus.AddDurableConsumer<ResumeRewardRequestConsumer>();
        bus.AddDurableConsumer<ReleaseRequestLimitConsumer>();
        bus.AddDurableConsumer<CancelOpenRequestsConsumer>();
    }
}
